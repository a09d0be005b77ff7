"""The community, its people, and how they sign in."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from voting.store.rows.metadata import metadata

# The community itself: one row. ``origin`` is the name of its log, e.g. desa-tirtasari.example/log.
community = Table(
    "community",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("founded_at", BigInteger, nullable=False),
)

# People: residents, officers, partners. ``reference`` is how the community numbers them.
person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False, server_default=""),
    Column("left_at", BigInteger),
)

role_grant = Table(
    "role_grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("from_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
)

# A printed slip: the code itself is never stored, only its HMAC; ``serial`` makes a new one.
slip = Table(
    "slip",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("serial", Integer, nullable=False),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("issued_at", BigInteger, nullable=False),
    Column("pin_hash", Text),
    Column("pin_at", BigInteger),
)

login = Table(
    "login",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# Failed sign-ins by account (a hash of the code or login name), for growing delays.
sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("account", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("officer", Boolean, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
