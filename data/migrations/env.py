"""Alembic's entry: migrates on the connection it is given, or on the database the settings name."""

import os

from alembic import context
from sqlalchemy import Connection

import data.account_models
import data.binding_models  # noqa: F401 - its table belongs to the metadata
from common.settings import Settings
from data.database import Database, migrating
from data.return_models import Base


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite"
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with migrating(Database(Settings.from_environment(os.environ).database_url).engine) as opened:
        _run(opened)
