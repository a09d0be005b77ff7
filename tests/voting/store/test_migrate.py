"""The tables that migrations make are the tables of `rows`, on both databases, to the letter."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, text

from voting.errors import ConflictError
from voting.store import migrate
from voting.store.database import Database
from voting.store.rows import metadata

ADVICE = "rows.py and the migrations differ: write a new revision (nothing is released: redo 0001)."
_POSTGRES_SCHEMA = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
)


@pytest.fixture
def database(database_url):
    opened = Database(database_url)
    yield opened
    opened.close()


def schema(database):
    """Return everything a database knows of its tables, without the order of columns."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            queries = [connection.execute(text(query)) for query in _POSTGRES_SCHEMA]
            rows = [tuple(map(str, row)) for query in queries for row in query]
        else:
            found = connection.execute(text("SELECT name, sql FROM sqlite_master"))
            rows = [(row.name, part) for row in found for part in (row.sql or "").split("\n")]
        return sorted(
            tuple(part.strip().rstrip(",") for part in row)
            for row in rows
            if not row[0].startswith("alembic_version")
        )


def differences(connection, tables):
    """Return how a database differs from the tables of the program, the full-text index aside."""
    context = MigrationContext.configure(connection)
    found = compare_metadata(context, tables)
    return [one for one in found if not getattr(one[1], "name", "").startswith("matter_index")]


def test_migrated_tables_are_the_tables_of_the_program(database):
    assert migrate.current(database) is None
    migrate.upgrade(database)
    assert migrate.is_current(database)
    with database.engine.connect() as connection:
        assert differences(connection, metadata) == [], ADVICE


def test_every_constraint_and_storage_option_is_the_same(database):
    migrate.upgrade(database)
    migrated = schema(database)
    with database.engine.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    assert migrated == schema(database), ADVICE


def test_a_forgotten_revision_is_noticed(database):
    migrate.upgrade(database)
    changed = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(changed)
    changed.tables["community"].append_column(Column("planted", Integer))
    with database.engine.connect() as connection:
        assert [one[0] for one in differences(connection, changed)] == ["add_column"]


def test_upgrading_again_changes_nothing(database):
    migrate.upgrade(database)
    before = schema(database)
    migrate.upgrade(database)
    assert schema(database) == before


def test_many_processes_start_at_once(database):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: migrate.upgrade(database), range(8)))
    assert migrate.is_current(database)


def test_a_database_of_a_newer_program_is_left_alone(database):
    migrate.upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = schema(database)
    with pytest.raises(ConflictError) as refused:
        migrate.upgrade(database)
    assert refused.value.code == "database.from-newer-program"
    assert schema(database) == before


def test_a_failing_migration_leaves_the_database_as_it_was(database):
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE draw (in_the_way INTEGER)"))
    before = schema(database)
    with pytest.raises(Exception, match=r"(?i)exists"):
        migrate.upgrade(database)
    assert schema(database) == before
    assert migrate.current(database) is None
