# What a reader or a maker of détente needs, one word each. `make` alone lists it.
# Needs Python 3.11 or newer (with its venv module), make and git; everything else goes into .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
  if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
VENV := .venv
BIN := $(VENV)/bin
# bytecode is left to the first run: it saves 80 MB and a third of the time of the installation;
# pysbd alone is compiled at once, because Python warns of its escapes when it compiles it
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps
STUDY ?= examples/sino-soviet
DATE ?= undated

.PHONY: help study setup test quick lint docs reference benchmark benchmark-coder benchmark-sources benchmark-relations benchmark-theories reader lock clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

study: $(VENV)/.run ## set up, then run the example study to its report
	@$(BIN)/detente study $(STUDY)

setup: $(VENV)/.dev ## set up everything a maker needs, and run nothing

test: $(VENV)/.dev ## set up, then lint, check types and run every test
	@command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || printf '%s\n' \
	  'Chromium is absent, so the tests that open a report in a browser are left out.' \
	  'On Debian: apt-get install chromium chromium-driver'
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile -rs

quick: $(VENV)/.dev ## the tests, without the slow ones and those in a browser
	$(BIN)/pytest -n auto --dist loadfile -m "not slow and not chromium"

lint: $(VENV)/.dev ## style and types only
	$(BIN)/ruff check
	$(BIN)/mypy

docs: $(VENV)/.dev ## build the documentation into site/; a warning is an error
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -b html docs site
	@echo "Open site/index.html"

reference: $(VENV)/.dev ## write the reference pages of the documentation again from the code
	$(BIN)/python tools/make_reference.py

benchmark: $(VENV)/.dev ## measure this machine: make benchmark DATE=2026-11-21
	$(BIN)/python benchmarks/run.py --date $(DATE)

benchmark-coder: $(VENV)/.dev ## score the coder against hand-coded texts (needs DETENTE_DATA): make benchmark-coder DATE=2026-11-22
	$(BIN)/python benchmarks/coder.py --whole --write benchmarks/results/coder.md --date $(DATE)

benchmark-sources: $(VENV)/.dev ## score agreements, reasons, periods and pairs of statements, time the grouping (needs DETENTE_DATA)
	$(BIN)/python benchmarks/sources.py --write benchmarks/results/sources.md --date $(DATE)

benchmark-relations: $(VENV)/.dev ## measure similarity, panels, the score, the triangle and scale (needs DETENTE_DATA; half an hour, 5 GB)
	$(BIN)/python benchmarks/relations.py --billion --write benchmarks/results/relations.md --date $(DATE)

benchmark-theories: $(VENV)/.dev ## put every theory to history, with the published values and speeds (needs DETENTE_DATA; half an hour)
	$(BIN)/python benchmarks/theories.py --write benchmarks/results/theories.md --date $(DATE)

reader: $(VENV)/.dev ## train the coder's reader again from training/ (some hours; brings torch into build/train)
	mkdir -p build
	$(BIN)/python training/prepare.py build/examples.pickle
	test -x build/train/bin/python || $(PYTHON) -m venv build/train
	build/train/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/train.txt
	PYTHONPATH=src build/train/bin/python training/train.py build/examples.pickle build/reader.pt --threads 1
	PYTHONPATH=src build/train/bin/python training/export.py build/reader.pt build/event_reader.npz
	$(BIN)/python training/calibrate.py build/event_reader.npz
	mv build/event_reader.npz src/detente/data/event_reader.npz
	$(BIN)/python training/prepare_claims.py build/claims.pickle
	PYTHONPATH=src build/train/bin/python training/train_claims.py build/claims.pickle build/claim_reader.npz --all
	mv build/claim_reader.npz src/detente/data/claim_reader.npz

lock: ## pin every dependency again, with the hash of each file
	@test -n "$(PYTHON)" || { $(NO_PYTHON); }
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile $(LOCK) --extra analysis pyproject.toml requirements/build.in -o requirements/run.txt
	build/lock/bin/uv pip compile $(LOCK) --extra analysis --extra scale --extra speed --extra spark --extra dev --extra docs -c requirements/run.txt \
	  pyproject.toml requirements/build.in -o requirements/dev.txt

LOCK = --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-annotate \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

clean: ## remove all that these commands made
	rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf $(STUDY)/detente.sqlite* $(STUDY)/tables $(STUDY)/report.html
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

NO_PYTHON = echo 'No Python 3.11 or newer with venv was found. On Debian or Ubuntu: apt-get install python3 python3-venv' >&2; exit 2

$(VENV)/.run: requirements/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { $(NO_PYTHON); }
	@echo "Setting up in $(VENV) (once; about 830 MB) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(BIN)/python -W ignore -m compileall -q $(VENV)/lib/python3*/site-packages/pysbd
	@$(PIP) --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Adding what the tests need ..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
