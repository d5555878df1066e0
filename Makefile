# Python 3.11+ with its venv module, and make, are enough. `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PY := .venv/bin/python
PYTEST := .venv/bin/pytest
# Processes side by side; on SQLite and on PostgreSQL each has a database of its own.
JOBS ?= 2

.PHONY: help run test test-quick test-postgres test-browser test-processes bench lint check format hooks clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{ printf "  make %-15s %s\n", $$1, $$2 }'
	@echo
	@echo "  PORT=8000 DATA_DIR=var DATABASE_URL= REDIS_URL= CHROMIUM= can be set: make run PORT=8100"

run: .venv/.runtime ## Start everything (web, worker, beat, sweeps, broker, simulated phone); Ctrl-C ends it
	@SERVE_FOLLOWS_PARENT=1 exec $(PY) manage.py serve

test: .venv/.dev ## The test suite, except what needs a service or browser that is not here (it says which)
	@code=0; \
	$(MAKE) --no-print-directory test-quick || code=$$?; \
	$(MAKE) --no-print-directory test-processes || code=$$?; \
	[ -n "$$DATABASE_URL" ] || echo "Left out, it needs a server: PostgreSQL (make test-postgres DATABASE_URL=postgres://...)."; \
	echo "Left out, they need Chromium: the browser journeys (make test-browser)."; \
	exit $$code

test-quick: .venv/.dev ## The first part of make test: nothing is started or killed
	$(PYTEST) -n $(JOBS) --dist worksteal -rs -m "not browser and not processes"

test-postgres: .venv/.dev ## The suite on PostgreSQL: DATABASE_URL=postgres://user@host/name (and REDIS_URL)
	@[ -n "$$DATABASE_URL" ] || { echo "Set DATABASE_URL, for example: make test-postgres DATABASE_URL=postgres://postgres@127.0.0.1/siwhapik"; exit 2; }
	$(PYTEST) -n $(JOBS) --dist worksteal -rs -m "not browser and not processes and not without_database"

test-browser: .venv/.dev ## The journeys in Chromium (CHROMIUM=/path when it is not on PATH)
	$(PYTEST) -n $(JOBS) --dist worksteal -rs tests/browser

test-processes: .venv/.dev ## The second part of make test: real processes killed and stopped
	$(PYTEST) -p no:randomly -rs tests/processes

bench: .venv/.dev ## Measure this machine: ratios to the bare limit, growth (DATABASE_URL for PostgreSQL)
	$(PY) -m tests.benchmarks

lint: .venv/.dev ## Everything that reads the code: style, types, imports, templates, migrations, settings
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy siwhapik services tickets surveys
	.venv/bin/lint-imports
	! .venv/bin/vulture | grep -E 'unused (function|method|class|property)'
	git ls-files -z '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2 --check
	git ls-files -z '*.html' | xargs -0 -r .venv/bin/djangofmt --quiet --check
	git ls-files -z '*.html' '*.css' '*.js' | xargs -0 -r $(PY) .ci/assets.py --check
	.venv/bin/codespell
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --fail-level WARNING
	PUBLIC_BASE_URL=https://siwhapik.example.go.id BEHIND_PROXY=1 $(PY) manage.py check --deploy --fail-level WARNING
	.venv/bin/pre-commit run --all-files views-ask-visible-to

check: lint test ## lint and test

format: .venv/.dev ## Put code, templates, style sheets and scripts in order
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	git ls-files -z '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2
	git ls-files -z '*.html' | xargs -0 -r .venv/bin/djangofmt --quiet
	git ls-files -z '*.html' '*.css' '*.js' | xargs -0 -r $(PY) .ci/assets.py

hooks: .venv/.dev ## Run the same checks before every commit
	.venv/bin/pre-commit install

clean: ## Remove the environment and caches; data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The stamps make a second start a matter of seconds.
.venv/.runtime: requirements.txt | .venv/bin/python
	@.ci/install requirements.txt
	@touch $@

.venv/.dev: requirements.txt requirements-dev.txt | .venv/bin/python
	@.ci/install requirements-dev.txt
	@touch .venv/.runtime $@

.venv/bin/python:
	@.ci/install
