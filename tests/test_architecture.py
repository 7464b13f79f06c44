"""Imports run one way (docs/architecture.md), and files stay small enough to read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.settings import PROJECT_FOLDER

MAY_IMPORT = {
    "common": set(),
    "indicators": {"common"},
    "data": {"indicators", "common"},
    "accounts": {"data", "common"},
    "etl": {"indicators", "data", "common"},
    "briefings": {"indicators", "data", "common"},
    "layouts": {"accounts", "briefings", "common", "data", "etl", "indicators"},
}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_run_one_way(package: str) -> None:
    ours = {*MAY_IMPORT, "app", "commands", "tests"}
    for file in (PROJECT_FOLDER / package).rglob("*.py"):
        if "migrations" not in file.parts:
            found = set(_imported_packages(file)) & ours
            assert found <= {package, *MAY_IMPORT[package]}, file


def test_the_engine_is_pure() -> None:
    """No SQL, files, clock or pages: only the standard library's pure parts, pandas and narwhals."""
    impure = {"os", "io", "pathlib", "time", "sqlalchemy", "dash", "flask", "openpyxl", "random"}
    for file in (PROJECT_FOLDER / "indicators").rglob("*.py"):
        assert set(_imported_packages(file)) & impure == set(), file
        assert not re.search(r"\b(now|today)\(|common\.moments", file.read_text("utf-8")), file


def test_no_module_outgrows_its_reader() -> None:
    for package in MAY_IMPORT:
        for file in (PROJECT_FOLDER / package).rglob("*.py"):
            if "migrations" not in file.parts:
                assert len(file.read_text("utf-8").splitlines()) <= 350, file


def _imported_packages(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
