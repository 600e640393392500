# Yimen: everything is one of these.  Each target first sets up what is missing.
.DEFAULT_GOAL := help
.PHONY: help setup run test soak tour bench lint lock

PY := .venv/bin/python
SETUP := sh packaging/setup.sh
export PYTHON
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
export QT_API := pyside6

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' Makefile

setup: ## make the environment in .venv/ and install the system libraries
	@$(SETUP) all

run: ## start the desk
	@$(SETUP) run
	@$(PY) main.py $(ARGS)

test: ## check the style and the types, then run every test
	@$(SETUP) test
	@$(MAKE) --no-print-directory checks
	@# First two at a time, then what measures or races, alone.  5: none of that kind was chosen.
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadfile -m "not alone" $(ARGS) || [ $$? -eq 5 ]
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -m alone $(ARGS) || [ $$? -eq 5 ]

soak: ## the proofs on a server in their long form, with their figures: about half an hour
	@$(SETUP) test
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest --soak -m soak $(ARGS)

tour: ## play a morning through the real screens; pictures in build/tour/
	@$(SETUP) run
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.journeys.tour build/tour $(ARGS)

bench: ## measure, each figure beside its bare limit
	@$(SETUP) test
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks $(ARGS)

lint: ## style, types and the import rules
	@$(SETUP) run
	@$(MAKE) --no-print-directory checks
	$(PY) -m pytest -q tests/test_architecture.py

lock: ## write requirements.lock anew from pyproject.toml; UPGRADE=1 takes newer versions
	@$(SETUP) run
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m uv pip compile --quiet \
		--generate-hashes --universal --python-version 3.11 --extra dev \
		--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) \
		--output-file requirements.lock pyproject.toml

.PHONY: checks
checks:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
