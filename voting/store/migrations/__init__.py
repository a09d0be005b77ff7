"""How the tables came to be, revision by revision. Alembic reads this folder for ``migrate``."""
