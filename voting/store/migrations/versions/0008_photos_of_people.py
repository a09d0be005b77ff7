"""An index by which the photos of somebody are counted without reading through the pictures."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(op.f("ix_photo_person_id_at"), "photo", ["person_id", "at"])
