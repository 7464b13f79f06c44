"""Tests that need Spark: left out unless `make test-scale` asks for it."""

from tests.spec.engines import ENGINES

collect_ignore_glob = [] if "spark" in ENGINES else ["test_*.py"]
