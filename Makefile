# Jalon. `make help` lists the targets; each sets itself up, from Python 3.11 or newer and make alone.

PORT ?= 8090
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python3.14; do \
  $$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -qq
# A lock is whole: nothing is resolved, so nothing released since can matter; `pip check` then says that nothing is missing.
INSTALL := $(PIP) install --no-compile --no-deps
CHROMIUM := /usr/bin/chromium
AXE := node_modules/axe-core/axe.min.js
LOCK := $(PY) -m uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header \
  --no-annotate --universal --python-version 3.11

CHECKS := check-format check-rules check-types check-layers check-dependencies check-diagrams check-facts

# Bytecode is kept, whatever the environment says: each start would compile every library again, for seconds.
export PYTHONDONTWRITEBYTECODE =

# One more than there are cores: many tests wait, for a process to die or a network to answer.
WORKERS = $(shell $(PY) -c 'import os; print((os.cpu_count() or 1) + 1)')

.PHONY: help demo tour test check $(CHECKS) bench format diagrams lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile

demo: .venv/ready-to-run ## try Jalon in a browser, without Telegram (make demo PORT=9000)
	@$(PY) -m bot demo --port $(PORT)

tour: .venv/ready-to-run ## play a whole conversation in the terminal, and write its documents in tour/
	@$(PY) -m bot tour

test: .venv/ready-to-work ## run every test this machine can
	@if [ ! -e $(AXE) ] && command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --silent || true; fi
	@if [ -n "$(JALON_BROWSER)" ] || { [ -x $(CHROMIUM) ] && [ -e $(AXE) ]; }; then set --; else \
	  echo "The browser tests are left out: they need $(CHROMIUM) and npm."; set -- -m "not browser"; fi; \
	$(PY) -m pytest -n $(WORKERS) --dist worksteal "$$@" $(ARGS)

check: $(CHECKS) ## verify format, rules, types, layers, dependencies, diagrams, versions and words

check-format: .venv/ready-to-work
	@$(PY) -m ruff format --check --quiet .

check-rules: .venv/ready-to-work
	@$(PY) -m ruff check --quiet .

check-types: .venv/ready-to-work
	@$(PY) -m mypy --no-error-summary

check-layers: .venv/ready-to-work
	@$(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-logo

check-dependencies: .venv/ready-to-work
	@$(PY) -m deptry --no-ansi . 2>&1

check-diagrams: .venv/ready-to-work
	@$(PY) -m bot.cli.diagrams --check

check-facts: .venv/ready-to-work
	@$(PY) -m pytest -q tests/architecture tests/wording tests/packaging/test_documentation.py \
	  tests/storage/test_migrations.py -m "not postgres"

bench: .venv/ready-to-work ## measure, beside what others do
	@$(PY) -m bench $(ARGS)

format: .venv/ready-to-work ## put the code in order
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

diagrams: .venv/ready-to-work ## print the diagrams of the conversation from the code
	$(PY) -m bot.cli.diagrams

lock: .venv/ready-to-work ## choose the newest versions that pyproject.toml allows
	$(LOCK) --group pip --output-file requirements/pip.txt
	$(LOCK) pyproject.toml --group build --group dev --output-file requirements/dev.txt
	$(LOCK) pyproject.toml --group build --constraints requirements/dev.txt --output-file requirements/run.txt

clean: ## forget what the other targets made
	rm -rf .venv node_modules tour .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

# A stamp tells what the environment holds: a second run has nothing to install.

.venv/made:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Jalon needs Python 3.11 or newer with venv (on Debian: apt install python3-venv)." >&2; exit 1; fi
	@echo "Setting up in .venv, with $(PYTHON): a minute or two, the first time."
	@rm -rf .venv && $(PYTHON) -m venv .venv && touch $@

.venv/ready-to-run: requirements/pip.txt requirements/run.txt pyproject.toml .venv/made
	@$(INSTALL) --require-hashes -r requirements/pip.txt
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-build-isolation --editable .
	@$(PIP) check
	@touch $@

.venv/ready-to-work: requirements/dev.txt .venv/ready-to-run
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@$(PIP) check
	@touch $@
