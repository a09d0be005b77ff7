"""Officers' login names and password hashes, and the count of failed tries by account."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from voting.store.rows import login, person, sign_in_failure


@dataclass(frozen=True, kw_only=True)
class Login:
    """How an officer signs in."""

    person_id: int
    name: str
    password_hash: str
    changed_at: int


@dataclass(frozen=True, kw_only=True)
class Failures:
    """How often signing in to an account failed in a row, and when last."""

    count: int
    last_at: int


def by_name(connection: Connection, name: str) -> Login | None:
    """Return the login of a name, unless its person has left."""
    query = select(login).join(person).where(login.c.name == name, person.c.left_at.is_(None))
    row = connection.execute(query).mappings().first()
    return None if row is None else Login(**row)


def of_person(connection: Connection, person_id: int) -> Login | None:
    """Return the login of a person."""
    query = select(login).where(login.c.person_id == person_id)
    row = connection.execute(query).mappings().first()
    return None if row is None else Login(**row)


def owner(connection: Connection, name: str) -> int | None:
    """Return whose login name this is, whether they have left or not."""
    found = connection.execute(select(login.c.person_id).where(login.c.name == name)).scalar()
    return None if found is None else int(found)


def with_password(connection: Connection) -> frozenset[int]:
    """Return the numbers of the people who have a password."""
    return frozenset(connection.execute(select(login.c.person_id)).scalars())


def put(connection: Connection, new: Login) -> None:
    """Write a person's login down in place of any they had."""
    drop(connection, new.person_id)
    connection.execute(insert(login).values(**new.__dict__))


def drop(connection: Connection, person_id: int) -> bool:
    """Delete a person's login; False if they had none."""
    query = delete(login).where(login.c.person_id == person_id)
    return connection.execute(query).rowcount > 0


def rehash(connection: Connection, person_id: int, old: str, new: str) -> None:
    """Put a stronger hash of the same password in place of the old one, if that still stands."""
    same = (login.c.person_id == person_id) & (login.c.password_hash == old)
    connection.execute(update(login).where(same).values(password_hash=new))


def failures(connection: Connection, account: bytes) -> Failures | None:
    """Return the failed tries on an account, or None."""
    table = sign_in_failure.c
    query = select(table.failures, table.last_at).where(table.account == account)
    row = connection.execute(query).first()
    return None if row is None else Failures(count=row.failures, last_at=row.last_at)


def note_failures(connection: Connection, account: bytes, noted: Failures) -> None:
    """Write down how often signing in to an account failed."""
    clear_failures(connection, account)
    values = {"account": account, "failures": noted.count, "last_at": noted.last_at}
    connection.execute(insert(sign_in_failure).values(**values))


def clear_failures(connection: Connection, account: bytes) -> None:
    """Forget the failed tries on an account."""
    query = delete(sign_in_failure).where(sign_in_failure.c.account == account)
    connection.execute(query)


def are_forgettable(connection: Connection, before: int) -> bool:
    """Tell whether there is an account left alone since a time whose failures are still noted."""
    query = select(sign_in_failure.c.failures).where(sign_in_failure.c.last_at <= before).limit(1)
    return connection.execute(query).first() is not None


def forget_failures(connection: Connection, before: int) -> None:
    """Forget every failure whose account has been left alone since a time."""
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.last_at <= before))
