"""Where the database is opened and brought to the newest version. SQLite by default, PostgreSQL by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from common.problems import Problem, Refusal

_RESULTS = "results"
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """An engine and its sessions. Sessions are opened at the edge: a page load, an upload, a command."""

    def __init__(self, url: str, results: Path | None = None) -> None:
        """`results` is where what is made of large plans is kept for all who read from the database."""
        self.url = _with_driver(make_url(url))
        self.engine = _create_engine(self.url)
        self._readers = sessionmaker(self.engine, info={_RESULTS: results})
        self._writers = sessionmaker(self.engine.execution_options(writes=True))
        self._is_current = False

    def migrate(self) -> None:
        """Bring the database to the newest version; repeating it changes nothing."""
        if self.url.get_backend_name() == "sqlite" and self.url.database:
            _make_private(Path(self.url.database))
        with self._reaching(), migrating(self.engine) as connection:
            command.upgrade(alembic_config(connection=connection), "head")

    def reading(self) -> Session:
        """A session to read with; as a context manager it closes itself. Refuses a database of another version."""
        self._check_version()
        return self._readers()

    def writing(self) -> Session:
        """A session that takes its turn among writers; as a context manager it rolls back unless committed."""
        self._check_version()
        return self._writers()

    def ping(self) -> None:
        """Refuse, with the way out, where the database does not answer or is of another version."""
        if not self._version_is_current():
            raise Refusal(Problem("not_initialised"))

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, DatabaseError) as error:
            reason = str(error.orig).strip().partition("\n")[0]
            url = self.url.render_as_string(hide_password=True)
            raise Refusal(Problem("database_not_reached", params={"url": url, "reason": reason})) from error

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    def _check_version(self) -> None:
        """Once in a process: a database does not change its version under a running program."""
        if not self._is_current:
            self.ping()
            self._is_current = True

    def _version_is_current(self) -> bool:
        if self.url.get_backend_name() == "sqlite" and not Path(self.url.database or "").exists():
            return False
        with self._reaching(), self.engine.connect() as connection:
            stored = MigrationContext.configure(connection).get_current_revision()
        return stored == ScriptDirectory.from_config(alembic_config()).get_current_head()


def results_folder(session: Session) -> Path | None:
    """Where what is made of large plans is kept for all who read from the same database; None where it is not."""
    folder: Path | None = session.info.get(_RESULTS)
    return folder


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction to migrate on.

    SQLite alters a table by building it anew, so that rows of others point at nothing for a moment: foreign keys are
    off until it is done, which it heeds outside a transaction only, and checked before anything is kept.
    """
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                    raise RuntimeError(f"the migration would leave rows that point at nothing: {tuple(broken)}")
        finally:
            if is_sqlite:
                _foreign_keys(connection, "ON")


def _make_private(file: Path) -> None:
    """Make the file of a new database, for this user alone to read: it holds accounts and what is not approved yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)


def _foreign_keys(connection: Connection, state: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys = {state}")


def alembic_config(**attributes: Any) -> Config:
    """Alembic's configuration for this project; `connection` in the attributes is the one to migrate on."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes.update(attributes)
    return config


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def _create_engine(url: URL) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    # A server may have hung up on a connection since; a file does not. What is stored is nobody's to read in a log.
    engine = create_engine(url, pool_pre_ping=not is_sqlite, hide_parameters=True)
    if is_sqlite:
        _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    """Foreign keys on, readers beside a writer, and every transaction that may write takes its turn at once.

    Without BEGIN IMMEDIATE two uploads read the same last revision and both write the next one.
    """

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA busy_timeout = 10000")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
