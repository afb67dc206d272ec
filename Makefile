# One command to run, one to test. `make help` lists them all.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup
help: ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14
setup: .venv/.dev node_modules/.stamp ## install everything that running and testing need
.venv/.python:
	python3 -m venv .venv
	@touch $@
.venv/.dev: .venv/.python requirements-dev.txt
	$(PY) -m pip install --quiet -r requirements-dev.txt
	@touch $@
node_modules/.stamp: package-lock.json
	npm ci --silent
	@touch $@
