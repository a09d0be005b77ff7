# Every target is one line: what runs here is what runs in CI. `make help` lists them.
SHELL := /bin/bash
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup format check format-check lint types layers house catalogues messages test test-all nightly bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv with everything a contributor needs
	python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[test,dev,postgres,e2e,oracle]'

format: ## put code in its one format and mend what lint can mend
	ruff format . && ruff check --fix .

check: format-check lint types layers house catalogues ## everything but the tests: exactly what CI runs

format-check: ## is the code in its one format?
	ruff format --check .

lint: ## ruff, with the reasons for each exception in pyproject.toml
	ruff check .

types: ## strict mypy on voting and web
	mypy

layers: ## imports run one way
	lint-imports

house: ## the rules of the house, read from the syntax tree
	pytest -q tests/test_house_rules.py

catalogues: ## Indonesian and English are both complete
	pytest -q tests/test_catalogues.py

messages: ## collect what the pages say into both catalogues; FROM=file.json takes translations
	python -m web.catalogues $(FROM)

test: ## the tests a bare machine can run
	pytest -q

test-all: ## every test, PostgreSQL, browser and oracles included
	pytest -q -n 2 --dist worksteal -m "" --hypothesis-profile=thorough

nightly: ## the large sizes: hours, not minutes
	MUFAKAT_TEST_SIZES=nightly pytest -q -n 2 --dist worksteal -m "" --hypothesis-profile=nightly

bench: ## print the figures the project is held to
	for bench in $(filter-out bench/generate.py,$(wildcard bench/[a-z]*.py)); do python "$$bench" || exit 1; done
