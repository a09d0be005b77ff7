"""Every test of a service may ask for a village, once on SQLite and once on PostgreSQL."""

import pytest

from tests.village import make_village


@pytest.fixture
def village(database_url, tmp_path):
    """Yield a village of 12 residents with its officers."""
    made = make_village(database_url, tmp_path / "keys")
    yield made
    made.database.close()


@pytest.fixture
def sqlite_village(tmp_path):
    """Yield a village on SQLite only, for what has nothing to do with the kind of database."""
    made = make_village(f"sqlite:///{tmp_path / 'mufakat.db'}", tmp_path / "keys")
    yield made
    made.database.close()
