"""Settings are read once, from the environment given, and refuse what they cannot use."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from web.settings import SettingsError, load


def test_defaults_follow_the_xdg_data_home(tmp_path):
    settings = load({"XDG_DATA_HOME": str(tmp_path)})
    assert settings.data_dir == tmp_path / "mufakat"
    assert settings.database_url == f"sqlite:///{tmp_path}/mufakat/mufakat.db"
    assert settings.default_locale == "id"
    assert settings.timezone.key == "Asia/Jakarta"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert not settings.lan_http


def test_without_xdg_the_data_home_is_under_home(tmp_path):
    settings = load({"HOME": str(tmp_path)})
    assert settings.data_dir == tmp_path / ".local/share/mufakat"


def test_the_data_folder_is_made_for_its_owner_only(tmp_path):
    settings = load({"MUFAKAT_DATA_DIR": str(tmp_path / "a")})
    assert settings.data_dir.stat().st_mode & 0o077 == 0


def test_a_commands_data_dir_is_stronger_than_the_environment(tmp_path):
    settings = load({"MUFAKAT_DATA_DIR": str(tmp_path / "a")}, tmp_path / "b")
    assert settings.data_dir == tmp_path / "b"
    assert not (tmp_path / "a").exists()


def test_host_and_port_have_no_prefix(tmp_path):
    settings = load({"HOST": "0.0.0.0", "PORT": "8080"}, tmp_path)
    assert (settings.host, settings.port) == ("0.0.0.0", 8080)


def test_proxies_are_listed_by_commas(tmp_path):
    settings = load({"MUFAKAT_TRUSTED_PROXIES": "10.0.0.1, 10.0.0.2,"}, tmp_path)
    assert settings.trusted_proxies == ("10.0.0.1", "10.0.0.2")


def test_a_secret_is_read_from_its_file(tmp_path):
    path = tmp_path / "secret"
    path.write_text("x" * 40 + "\n")
    assert load({"MUFAKAT_SECRET_KEY_FILE": str(path)}, tmp_path).secret_key == b"x" * 40


def test_a_slash_at_the_end_of_the_address_goes(tmp_path):
    settings = load({"MUFAKAT_BASE_URL": "https://a.example/"}, tmp_path)
    assert settings.base_url == "https://a.example"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("MUFAKAT_SECRET_KEY", "short", "settings.secret-too-short"),
        ("MUFAKAT_SECRET_KEY_FILE", "/nowhere/at/all", "settings.secret-unreadable"),
        ("MUFAKAT_BASE_URL", "suara.desa.example", "settings.base-url"),
        ("MUFAKAT_BASE_URL", "https://a.example/path", "settings.base-url"),
        ("MUFAKAT_LAN_HTTP", "perhaps", "settings.not-a-choice"),
        ("MUFAKAT_DEFAULT_LOCALE", "fr", "settings.not-a-choice"),
        ("MUFAKAT_LOG_FORMAT", "xml", "settings.not-a-choice"),
        ("MUFAKAT_TIMEZONE", "Asia/Nowhere", "settings.timezone"),
        ("MUFAKAT_TIMEZONE", "../etc/passwd", "settings.timezone"),
        ("PORT", "99999", "settings.port"),
        ("PORT", "web", "settings.port"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(tmp_path, name, value, code):
    with pytest.raises(SettingsError) as caught:
        load({name: value}, tmp_path)
    assert caught.value.code == code


def test_an_empty_secret_file_is_refused(tmp_path):
    path = tmp_path / "secret"
    path.touch()
    with pytest.raises(SettingsError):
        load({"MUFAKAT_SECRET_KEY_FILE": str(path)}, tmp_path)


def test_settings_do_not_change(tmp_path):
    settings = load({}, tmp_path)
    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]
    assert isinstance(settings.data_dir, Path)
