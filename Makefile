# `make help` lists what can be done. Everything is set up on the way, in .tools/ and .venv/.
SHELL := /bin/bash
UV_VERSION := 0.13.9
UV := $(shell command -v uv || echo .tools/uv/bin/uv)
PYTHON := .venv/bin/python
STOCK := .venv-stock/bin/python
LOCK := $(UV) pip compile -q --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help run test check lint types knowledge validate train faults talk-samples screenshots lock browser servers clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/installed ## Start the assistant and print the URL of the chat page; Ctrl-C stops it
	@exec $(PYTHON) -m bot.core.serve

test: .venv/installed-dev browser servers train ## Run the whole test suite
	@$(PYTHON) -m pytest

faults: .venv/installed-dev servers train ## Try every fault in its long form
	@NUTRIGAP_FAULTS=$(or $(PART),full) $(PYTHON) -m pytest tests/faults

check: lint types knowledge validate test ## All that CI checks: linters, types, knowledge, data, training, tests

lint: .venv/installed-dev ## Look for bad style
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .

types: .venv/installed-dev ## Check types
	@$(PYTHON) -m mypy

knowledge: .venv/installed ## Check the knowledge base
	@$(PYTHON) -m bot.knowledge check

validate: .venv/installed ## Check the training data against the domain
	@$(PYTHON) -W ignore -m bot.core.rasa_cli data validate --quiet

train: .venv/installed ## Train the model if what it was trained from has changed
	@$(PYTHON) -m bot.core.training

talk-samples: .venv/installed-dev train ## Renew the sample talks in the README from the real assistant
	@$(PYTHON) -m docs.talk_samples

screenshots: .venv/installed-dev browser train ## Renew the pictures in the README from the real chat page
	@$(PYTHON) -m docs.screenshots

lock: $(UV) ## Pin all requirements anew
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -o requirements-dev.txt
	@$(LOCK) --no-config requirements-stock.in -o requirements-stock.txt

clean: ## Remove what was built: model, environment, caches. Talks in .nutrigap/ stay
	@rm -rf .venv .venv-stock .tools models .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser test ..."; \
	  { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || echo "Chromium could not be installed."; \
	fi

servers:
	@{ ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; } >/dev/null 2>&1 && command -v redis-server >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing PostgreSQL and Redis for the tests ..."; \
	  { apt-get update -qq && apt-get install -y -qq postgresql redis-server >/dev/null; } || echo "They could not be installed."; \
	fi

.tools/uv/bin/uv:
	@command -v python3 >/dev/null || { echo "Python 3.8 or newer is needed to start: install it, then run make again."; exit 1; }
	@echo "Bringing uv, which installs the rest ..."
	@python3 -m venv .tools/uv 2>/dev/null && .tools/uv/bin/pip install -q --disable-pip-version-check uv==$(UV_VERSION) || \
	python3 -m pip install -q --disable-pip-version-check --target .tools/uv uv==$(UV_VERSION) || \
	{ echo "uv could not be installed: install Python's venv module (Debian: apt install python3-venv), or uv."; exit 1; }

.venv/installed: requirements.txt .python-version | $(UV)
	@[ -x $(PYTHON) ] || $(UV) venv -q .venv || { echo "Python 3.10 could not be found or downloaded."; exit 1; }
	@echo "Installing what the assistant needs (about 1 GB) ..."
	@$(UV) pip install -q --compile-bytecode --python $(PYTHON) --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what the tests need ..."
	@$(UV) pip install -q --python $(PYTHON) --require-hashes -r requirements-dev.txt
	@touch $@

.venv-stock/installed: requirements-stock.txt | $(UV) ## Rasa with TensorFlow, for comparisons
	@[ -x $(STOCK) ] || $(UV) venv -q .venv-stock
	@echo "Installing Rasa with TensorFlow (about 2.5 GB) ..."
	@$(UV) pip install -q --no-config --python $(STOCK) --require-hashes -r requirements-stock.txt
	@touch $@
