"""What Alembic runs for every command: revisions on the connection that ``migrate`` opened.

Batch mode, because SQLite cannot alter a table in place; the tables of ``rows`` with their naming
convention, so that a revision need not name its constraints. There is no offline mode.
"""

from alembic import context

from voting.store.rows import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
