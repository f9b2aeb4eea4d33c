# make demo   a class released, handed in, graded and shown      make lab    the lessons and formgrader in JupyterLab
# make test   everything that must hold                          make setup  the environment alone

PYTHON ?= python3
LAB_OPTIONS ?=
JOBS ?= 2
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
.DEFAULT_GOAL := help

.PHONY: help setup setup-dev demo lab build release widgets mistakes-page check test bench bench-grading clean

help:
	@echo "make setup    the environment in .venv, from requirements.txt"
	@echo "make demo     release the lessons, hand in a sample class, grade it, show the scores"
	@echo "make lab      JupyterLab with the lessons and formgrader"
	@echo "make release  build the lessons and write what learners receive to release/"
	@echo "make widgets  each widget as one page that needs no kernel, in docs/widgets/"
	@echo "make mistakes-page  docs/mistakes.md and the agreed message texts, from the tests"
	@echo "make check    style, and whether source/ and release/ are up to date and leak nothing"
	@echo "make test     check, and all tests"
	@echo "make bench    the benchmarks behind the figures in the README"
	@echo "make bench-grading  a class graded by stock nbgrader and by us, by turns (several minutes)"
	@echo "make clean    remove caches; learners' work and the gradebook stay"

setup: $(BIN)/.installed
setup-dev: $(BIN)/.installed-dev

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
	  echo "The course needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version 2>&1`."; \
	  echo "Install one and name it: make setup PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

$(BIN)/.installed: $(BIN)/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@sh tools/system-packages.sh bwrap bubblewrap "grading in a sandbox"
	@touch $@

$(BIN)/.installed-dev: $(BIN)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@sh tools/system-packages.sh chromium chromium "the browser tests"
	@sh tools/system-packages.sh node nodejs "the tests of the widgets"
	@touch $@

demo: setup
	$(BIN)/course demo

lab: setup
	$(BIN)/jupyter lab --notebook-dir=. $(LAB_OPTIONS)

build: setup
	$(BIN)/course build

release: setup
	$(BIN)/course release

widgets: setup
	$(BIN)/course widgets

mistakes-page: setup-dev
	PYTHONPATH=tests $(BIN)/python -m mistakes.page

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/course release --check

test: check
	@if [ `id -u` = 0 ]; then $(BIN)/python tests/hostile/as_ordinary_user.py; fi
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile

bench: setup-dev
	@for script in $(filter-out bench/measure.py,$(wildcard bench/*.py)); do echo "$$script"; $(BIN)/python $$script || exit 1; done

bench-grading: setup-dev
	$(BIN)/python bench/grading.py

clean:
	rm -rf build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find course source tests -name __pycache__ -prune -exec rm -rf {} +
