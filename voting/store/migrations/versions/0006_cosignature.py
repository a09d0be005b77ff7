"""Who signs that a block is out of order."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cosignature",
        sa.Column("sitting_id", sa.Integer(), sa.ForeignKey("sitting.id"), primary_key=True),
        sa.Column("objection", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
