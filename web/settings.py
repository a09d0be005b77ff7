"""What the operator decides: read once from the environment, then frozen. Nobody else reads it.

=========================  ====================================================================
MUFAKAT_DATA_DIR           folder of database, keys and backups; the XDG data home by default
MUFAKAT_DATABASE_URL       an SQLAlchemy address; SQLite in the data folder by default
MUFAKAT_SECRET_KEY         32 characters or more, for the tokens of forms; the site's own key
                           (``keys/session.key``) by default
MUFAKAT_SECRET_KEY_FILE    a file that holds the secret, instead of the secret itself
MUFAKAT_BASE_URL           the address people type, such as https://suara.desa.example
MUFAKAT_LAN_HTTP           1: plain HTTP on private addresses, with a warning on every page
MUFAKAT_TRUSTED_PROXIES    addresses, by commas, whose X-Forwarded headers are believed
MUFAKAT_DEFAULT_LOCALE     the language at ``/``: id or en; the other has its name as a prefix
MUFAKAT_TIMEZONE           the community's time zone, such as Asia/Jakarta or Asia/Jayapura
MUFAKAT_LOG_FORMAT         json or text
=========================  ====================================================================

``HOST`` and ``PORT`` are honoured without a prefix, as hosting platforms set them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.config import Config

from voting.errors import InvalidError
from voting.words import LANGUAGES

_LEAST_SECRET = 32
_MOST_PORT = 65535


class SettingsError(InvalidError):
    """A setting that cannot be used; the program does not start."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one running site; ``base_url`` and ``secret_key`` are empty if not set."""

    data_dir: Path
    database_url: str
    secret_key: bytes
    base_url: str
    lan_http: bool
    trusted_proxies: tuple[str, ...]
    default_locale: str
    timezone: ZoneInfo
    log_format: str
    host: str
    port: int


def load(environ: Mapping[str, str] | None = None, data_dir: Path | None = None) -> Settings:
    """Read the settings; ``data_dir`` (a command's option) is stronger than the environment.

    Raises SettingsError. Makes the data folder.
    """
    env = os.environ if environ is None else environ
    config = Config(environ=env, env_prefix="MUFAKAT_")
    folder = data_dir or Path(config("DATA_DIR", default="") or _data_home(env))
    folder = folder.expanduser().absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        data_dir=folder,
        database_url=config("DATABASE_URL", default="") or f"sqlite:///{folder / 'mufakat.db'}",
        secret_key=_secret(config),
        base_url=_base_url(config("BASE_URL", default="")),
        lan_http=_switch("LAN_HTTP", config("LAN_HTTP", default="")),
        trusted_proxies=_listed(config("TRUSTED_PROXIES", default="")),
        default_locale=_one_of("DEFAULT_LOCALE", config("DEFAULT_LOCALE", default="id"), LANGUAGES),
        timezone=_zone(config("TIMEZONE", default="Asia/Jakarta")),
        log_format=_one_of("LOG_FORMAT", config("LOG_FORMAT", default="text"), ("text", "json")),
        host=env.get("HOST") or "127.0.0.1",
        port=_port(env.get("PORT") or "8000"),
    )


def hand_down(data_dir: Path) -> None:
    """Let the processes this one starts use the same data folder."""
    os.environ["MUFAKAT_DATA_DIR"] = str(data_dir)


def _data_home(env: Mapping[str, str]) -> Path:
    home = env.get("XDG_DATA_HOME") or str(Path(env.get("HOME") or "~") / ".local" / "share")
    return Path(home) / "mufakat"


def _secret(config: Config) -> bytes:
    given = config("SECRET_KEY", default="")
    path = config("SECRET_KEY_FILE", default="")
    if not given and path:
        try:
            given = Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise SettingsError("settings.secret-unreadable", path=path) from error
    if (given or path) and len(given) < _LEAST_SECRET:
        raise SettingsError("settings.secret-too-short", least=_LEAST_SECRET)
    return given.encode()


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query):
        raise SettingsError("settings.base-url", value=text)
    if parts.path not in ("", "/"):
        raise SettingsError("settings.base-url", value=text)
    return text.rstrip("/")


def _switch(name: str, text: str) -> bool:
    return bool(int(_one_of(name, text or "0", ("0", "1"))))


def _one_of(name: str, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise SettingsError(
            "settings.not-a-choice", name=f"MUFAKAT_{name}", value=text, known=known
        )
    return text


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError("settings.timezone", value=name) from error


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= _MOST_PORT:
        raise SettingsError("settings.port", value=text)
    return int(text)
