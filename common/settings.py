"""Settings: read from the environment once, at start; nothing deeper reads the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT_FOLDER = Path(__file__).resolve().parent.parent

SHORTEST_SECRET = 32


class SettingError(Exception):
    """A setting is wrong; the message names the variable and what it must be."""


@dataclass(frozen=True)
class Settings:
    """What an installation can choose; every variable is listed in docs/settings.md."""

    database_url: str
    host: str
    port: int
    workers: int
    language: str
    spark_master: str | None
    var: Path
    is_demo: bool
    is_https: bool
    proxies: int
    secret_key: str | None
    geojson: Path | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the DABIAO_* variables; raises SettingError naming the one that is wrong."""
        var = Path(environment.get("DABIAO_VAR") or PROJECT_FOLDER / "var").resolve()
        return cls(
            database_url=environment.get("DABIAO_DATABASE_URL") or (f"sqlite:///{var / 'dabiao.sqlite3'}"),
            host=environment.get("DABIAO_HOST") or "127.0.0.1",
            port=_whole_number(environment, "DABIAO_PORT", default=8050, lowest=1, highest=65535),
            workers=_whole_number(environment, "DABIAO_WORKERS", default=2, lowest=1, highest=64),
            language=_one_of(environment, "DABIAO_LANGUAGE", ("zh", "en")),
            spark_master=environment.get("DABIAO_SPARK_MASTER") or None,
            var=var,
            is_demo=_yes_or_no(environment, "DABIAO_DEMO"),
            is_https=_yes_or_no(environment, "DABIAO_HTTPS"),
            proxies=_whole_number(environment, "DABIAO_PROXIES", default=0, lowest=0, highest=9),
            secret_key=_secret(environment, "DABIAO_SECRET_KEY"),
            geojson=_file(environment, "DABIAO_GEOJSON"),
        )


def _whole_number(environment: Mapping[str, str], name: str, *, default: int, lowest: int, highest: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise SettingError(f"{name} is {text!r}; it must be a whole number from {lowest} to {highest}.")
    return int(text)


def _one_of(environment: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = environment.get(name) or allowed[0]
    if text not in allowed:
        raise SettingError(f"{name} is {text!r}; it must be one of {', '.join(allowed)}.")
    return text


def _yes_or_no(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "0") or "0"
    if text not in ("0", "1"):
        raise SettingError(f"{name} is {text!r}; it must be 1 for yes or 0 for no.")
    return text == "1"


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(name)
    return Path(text).resolve() if text else None


def _secret(environment: Mapping[str, str], name: str) -> str | None:
    text = environment.get(name) or None
    if text is not None and len(text) < SHORTEST_SECRET:
        # Its value is not shown: what is too short may still be in use somewhere.
        raise SettingError(f"{name} has {len(text)} characters; it must have at least {SHORTEST_SECRET}.")
    return text
