# `make run` and `make test` need nothing done before them, and can be repeated.

PYTHON ?= python3
BIN := .venv/bin
PIP = $(BIN)/pip --disable-pip-version-check --quiet install --require-hashes --requirement

# Everything written stays inside the project folder.
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip

.PHONY: run setup test test-scale java lint types docs screenshots messages lock bench clean

run: setup
	$(BIN)/python app.py init --demo
	DABIAO_DEMO=1 $(BIN)/python app.py

setup: .venv/installed

test: .venv/installed-for-tests
	@sh tests/install-browser.sh
	@mkdir -p var/test
	@TMPDIR="$(CURDIR)/var/test" XDG_CACHE_HOME="$(CURDIR)/.cache" XDG_CONFIG_HOME="$(CURDIR)/var/test" \
	  $(BIN)/python -m pytest -n 2 $(TESTS)

# The engine's specification on Apache Spark with two executors, and `assess --engine spark`, in an environment of its own.
test-scale: java .venv-scale/installed
	@mkdir -p var/test
	@TMPDIR="$(CURDIR)/var/test" SPARK_LOCAL_DIRS="$(CURDIR)/var/test" SPEC_ENGINES=spark \
	  SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_HOSTNAME=127.0.0.1 \
	  .venv-scale/bin/python -m pytest $(or $(TESTS),tests/spec tests/scale)

java:
	@sh tests/check-java.sh

lint: .venv/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-for-tests
	$(BIN)/mypy

# Write docs/permissions.md, and the parts of docs/method.md that come from the rules and from the examples in tests/spec/.
docs: .venv/installed-for-tests
	$(BIN)/python -m docs.make_method
	$(BIN)/python -m docs.make_permissions

# Pictures of every page, at three widths, in both themes and languages, in var/screenshots/.
screenshots: .venv/installed-for-tests
	@sh tests/install-browser.sh
	@mkdir -p var/test
	TMPDIR="$(CURDIR)/var/test" $(BIN)/python -m tests.browser.screenshots

# Bring message ids that were added to the code into the Chinese catalogue, where they wait for their words.
messages: .venv/installed-for-tests
	$(BIN)/pybabel -q extract -F babel.cfg -k mark --no-location --sort-output -o var/messages.pot \
	  app.py commands.py accounts common indicators data etl briefings layouts
	$(BIN)/pybabel -q update -i var/messages.pot -d locale -l zh_Hans_CN --ignore-obsolete --no-fuzzy-matching --no-wrap

# Pin what pyproject.toml asks for, with hashes and without naming any index.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" -o requirements.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" --extra test -c requirements.lock \
	  -o requirements-test.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" --extra scale -c requirements-test.lock \
	  -o requirements-scale.lock pyproject.toml

# Speed, beside a plain loop in the same run; a table, and var/bench.json. Nothing else should be running meanwhile.
# Memory is kept as `python app.py` keeps it when it serves (docs/decisions/0012-speed.md).
bench: .venv/installed-for-tests
	MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296 $(BIN)/python -m benchmarks.run

clean:
	rm -rf .venv .venv-scale .cache var

.venv/created .venv-scale/created:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install it (Debian, Ubuntu: apt-get install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dabiao needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: install it (Debian, Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(@D)
	@touch $@

.venv/installed: .venv/created requirements.lock
	$(PIP) requirements.lock
	@touch $@

.venv/installed-for-tests: .venv/installed requirements-test.lock
	$(PIP) requirements-test.lock
	@touch $@

.venv-scale/installed: private BIN := .venv-scale/bin
.venv-scale/installed: .venv-scale/created requirements-scale.lock requirements-test.lock
	$(PIP) requirements-scale.lock
	$(PIP) requirements-test.lock
	@touch $@
