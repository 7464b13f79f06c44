"""Settings are read once; a wrong one is named, and every one is documented."""

import re
from pathlib import Path

import pytest

from common.settings import PROJECT_FOLDER, SettingError, Settings


def test_the_defaults_serve_on_this_machine_from_a_file_under_var() -> None:
    settings = Settings.from_environment({})
    assert (settings.host, settings.port, settings.language) == ("127.0.0.1", 8050, "zh")
    assert settings.database_url == f"sqlite:///{PROJECT_FOLDER / 'var' / 'dabiao.sqlite3'}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DABIAO_PORT", "http"),
        ("DABIAO_PORT", "0"),
        ("DABIAO_PORT", "70000"),
        ("DABIAO_WORKERS", "-1"),
        ("DABIAO_LANGUAGE", "fr"),
        ("DABIAO_DEMO", "yes"),
        ("DABIAO_HTTPS", "true"),
        ("DABIAO_PROXIES", "10"),
        ("DABIAO_SECRET_KEY", "short"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({name: value})


def test_a_setting_that_is_left_empty_is_as_if_it_were_not_there() -> None:
    names = ("DATABASE_URL", "HOST", "PORT", "WORKERS", "LANGUAGE", "VAR", "DEMO", "HTTPS", "PROXIES", "SECRET_KEY",
             "GEOJSON")  # fmt: skip
    assert Settings.from_environment({f"DABIAO_{name}": "" for name in names}) == Settings.from_environment({})


def test_a_file_is_found_from_where_the_program_was_started() -> None:
    assert Settings.from_environment({"DABIAO_GEOJSON": "own.geojson"}).geojson == Path.cwd() / "own.geojson"


def test_a_key_that_is_too_short_is_not_shown() -> None:
    with pytest.raises(SettingError) as wrong:
        Settings.from_environment({"DABIAO_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(wrong.value)


def test_every_setting_is_documented() -> None:
    read = set(re.findall(r"DABIAO_[A-Z_]+", (PROJECT_FOLDER / "common" / "settings.py").read_text("utf-8")))
    documented = (PROJECT_FOLDER / "docs" / "settings.md").read_text("utf-8")
    assert read - {"DABIAO_"} == set(re.findall(r"`(DABIAO_[A-Z_]+)`", documented))


def test_nothing_deeper_reads_the_environment() -> None:
    allowed = {Path("app.py"), Path("commands.py"), Path("data/migrations/env.py")}
    # Reads nothing of it: it hands it on to the process that it starts.
    allowed.add(Path("data/judging_apart.py"))
    for folder in ("accounts", "common", "indicators", "data", "etl", "briefings", "layouts"):
        for file in (PROJECT_FOLDER / folder).rglob("*.py"):
            path = file.relative_to(PROJECT_FOLDER)
            assert path in allowed or "os.environ" not in file.read_text("utf-8"), path
