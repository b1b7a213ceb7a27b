# The one list of commands. Python 3.11 and make are all that is needed; CI calls the same.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT
TEDUH_HOME ?= $(CURDIR)/.teduh
export TEDUH_HOME
STAMP := $(VENV)/installed
BUILT := src/teduh/web/static/web/build/built

.PHONY: help env demo demo-reset test test-postgres fuzz check audit journeys screenshots messages lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 24

env: $(STAMP) $(BUILT) ## make only the environment (.venv) and the front end

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Teduh needs Python 3.11 or newer; this is $$($(PYTHON) --version). Set PYTHON=python3.11."; exit 1; }
	@test -x $(BIN)/python || { echo "Making the environment in $(VENV) …"; \
	  $(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }; }
	@echo "Installing the packages of requirements.lock (about two minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(BUILT): $(STAMP) $(shell find frontend/src -name '*.ts' -o -name '*.tsx') frontend/package-lock.json frontend/build.mjs
	@echo "Building the front end …"
	@sh frontend/build.sh
	@mkdir -p $(@D) && touch $@

MO := $(patsubst %.po,%.mo,$(wildcard src/teduh/*/locale/*/LC_MESSAGES/django.po))
%.mo: %.po $(STAMP)
	@$(BIN)/python -c 'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@

demo: env $(MO) ## set everything up and start the example district
	@TEDUH_DEMO=true $(BIN)/teduh demo start --port $(PORT)

demo-reset: env $(MO) ## throw the example data away and start over
	@TEDUH_DEMO=true $(BIN)/teduh demo reset --port $(PORT)

test: env $(MO) ## the tests, on SQLite
	@$(BIN)/python -m pytest -n 2 -q -m "not journey"

test-postgres: env $(MO) ## the same tests, on a real PostgreSQL
	@$(BIN)/python -m tests.postgres -n 2 -q -m "not journey"

fuzz: env $(MO) ## more than 20,000 requests that no person would send, to every address by every role
	@$(BIN)/python -m tests.fuzz -n 2

journeys: env $(MO) ## a real browser walks through whole stories and leaves pictures in build/journeys
	@sh frontend/build.sh lighthouse
	@$(BIN)/python -m pytest -q -m journey tests/journeys

check: env $(MO) ## lint, format, types, import law, unsafe calls, known weaknesses, front-end types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@sh frontend/build.sh check
	@$(BIN)/bandit -q -c pyproject.toml -r src
	@$(BIN)/python -m tests.advisories

audit: env ## known weaknesses in what Teduh depends on; says so where the advisory service cannot be reached
	@$(BIN)/python -m tests.advisories

messages: env ## gather the sentences to translate into each package's catalogue
	@$(BIN)/python -m tests.messages

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate --extra dev --extra postgres --extra dask pyproject.toml -o requirements.lock

clean: ## remove what can be built again; data in TEDUH_HOME stay
	@rm -rf $(VENV) frontend/node_modules src/teduh/web/static/web/build build
