# Michishirube: `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
CASES ?= 2000
CODE := assistant corpus index web tests

export HF_HUB_OFFLINE ?= 1
export TOKENIZERS_PARALLELISM := false

.DEFAULT_GOAL := help
.PHONY: help run setup index test suite lint eval train bench costs load fuzz shots fmt lock audit bundle bundle-test clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 13

$(VENV)/.installed: pyproject.toml web/deploy/locked.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint web/deploy/locked.txt --editable '.[test]'
	touch $@

setup: $(VENV)/.installed ## install into .venv

run: setup ## build the index if it is missing or stale, serve http://127.0.0.1:8000
	HOST=$(HOST) PORT=$(PORT) $(BIN)/python -m assistant serve

index: setup ## build the index
	$(BIN)/python -m assistant index build

test: setup ## lint, types and every test; browser tests where Chromium is present
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint suite

suite: setup
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy

eval: setup ## score the answers beside other ways of finding (var/eval.json)
	PYTHONPATH=tests $(BIN)/python tests/eval/report.py

train: setup ## train what understands questions, notices distress and judges evidence (minutes)
	$(BIN)/python -m assistant.understanding.train
	$(BIN)/python -m assistant.safety.train
	$(BIN)/python -m assistant.evidence.train

bench: setup ## time it, also beside others (var/bench.json, var/bench.md); SECTIONS=all or names
	PYTHONPATH=tests $(BIN)/python -m bench.bench

costs: index ## COUNT (5000) questions made to be dear, beside honest ones
	PYTHONPATH=tests $(BIN)/python -m bench.costs

load: setup ## put load on the server, then for SECONDS (600) a soak (var/load.json, var/load.md)
	PYTHONPATH=tests $(BIN)/python -m bench.load

fuzz: setup ## hostile input for long, CASES (2000) a test; tells how many were tried
	FUZZ_CASES=$(CASES) $(BIN)/python -m pytest -s tests/web/test_fuzz.py

shots: setup ## screenshots of every page (var/shots)
	PYTHONPATH=tests $(BIN)/python tests/web/shots.py

lock: setup ## write down the installed versions, which each install then keeps to
	$(BIN)/python -m web.deploy.lock

audit: setup ## what is installed is locked and licensed; known weaknesses (needs the internet)
	$(BIN)/python -m web.deploy.audit
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint web/deploy/locked.txt --editable '.[audit]'
	$(BIN)/python -m web.deploy.weaknesses

bundle: setup ## all that a machine without internet needs, in var/bundle
	$(BIN)/python -m web.deploy.bundle

bundle-test: bundle ## install the bundle without a network and ask a question
	$(BIN)/python -m pytest tests/web/deploy/install_bundle.py

fmt: setup ## format
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

clean: ## remove what was installed and built
	rm -rf $(VENV) var
