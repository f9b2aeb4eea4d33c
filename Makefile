# make demo   a class released, handed in, graded and shown      make lab    the lessons and formgrader in JupyterLab
# make test   everything that must hold                          make setup  the environment alone

PYTHON ?= python3
LAB_OPTIONS ?=
JOBS ?= 2
BIN := .venv/bin
PARTS := .venv/site-parts
export PATH := $(CURDIR)/$(BIN):$(PATH)
.DEFAULT_GOAL := help

.PHONY: help setup setup-site setup-dev site kit demo lab build release widgets mistakes-page language picture check test bench bench-grading bench-scale clean

help:
	@echo "make setup    the environment in .venv, from requirements.txt"
	@echo "make demo     release the lessons, hand in a sample class, grade it, show the scores"
	@echo "make lab      JupyterLab with the lessons and formgrader"
	@echo "make release  build the lessons and write what learners receive to release/"
	@echo "make widgets  each widget as one page that needs no kernel, in docs/widgets/"
	@echo "make site     the site to read and the lessons in the browser, in build/site/"
	@echo "make kit      one zip for learners, with lessons, package and start page, in build/"
	@echo "make mistakes-page  docs/mistakes.md and the agreed message texts, from the tests"
	@echo "make language  texts that are new go into the catalogues of course/locale, which are compiled"
	@echo "make picture  the picture of the README, docs/picture.png, from JupyterLab"
	@echo "make check    style, and whether source/ and release/ are up to date and leak nothing"
	@echo "make test     check, and all tests"
	@echo "make bench    the benchmarks behind the figures in the README"
	@echo "make bench-grading  a class graded by stock nbgrader and by us, by turns (several minutes)"
	@echo "make bench-scale  growing classes on this machine, and a cluster of network namespaces (as root)"
	@echo "make clean    remove caches; learners' work and the gradebook stay"

setup: $(BIN)/.installed
setup-site: $(BIN)/.installed-site
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

# The kernel for the browser lies apart: JupyterLab in .venv would try to load it, in vain.
$(BIN)/.installed-site: $(BIN)/.installed requirements-site.txt $(wildcard website/browser/*)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-site.txt
	@sh tools/system-packages.sh npm npm "Python in the browser, for the site"
	rm -rf $(PARTS) && mkdir -p $(PARTS) && cp website/browser/package*.json $(PARTS)
	npm ci --silent --prefix $(PARTS) --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(PARTS)/kernel \
	  -r website/browser/kernel.txt
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest $(PARTS)/wheels \
	  --only-binary=:all: --platform any --implementation py --abi none --python-version 3.14 -r website/browser/wheels.txt
	@touch $@

$(BIN)/.installed-dev: $(BIN)/.installed $(BIN)/.installed-site requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@sh tools/system-packages.sh chromium chromium "the browser tests"
	@sh tools/system-packages.sh node nodejs "the tests of the widgets"
	@sh tools/system-packages.sh pg_ctlcluster postgresql "the tests of a gradebook on PostgreSQL"
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

site: setup-site
	$(BIN)/python -m website.build

kit: setup
	$(BIN)/python -m website.kit

mistakes-page: setup-dev
	PYTHONPATH=tests $(BIN)/python -m mistakes.page

language: setup-dev
	PYTHONPATH=tests $(BIN)/python -m translation.catalogue $(NEW)

picture: setup-dev
	PYTHONPATH=tests/browser $(BIN)/python -m picture

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/course release --check

test: check
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder $(if $(filter 0,$(shell id -u)),--ignore=tests/hostile)

bench: setup-dev
	@for script in $(filter-out bench/measure.py bench/scale.py bench/hosts.py,$(wildcard bench/*.py)); do echo "$$script"; $(BIN)/python $$script || exit 1; done

bench-grading: setup-dev
	$(BIN)/python bench/grading.py

bench-scale: setup-dev
	$(BIN)/python bench/scale.py --sizes 10 100 1000
	$(BIN)/python bench/scale.py --sizes 100 1000 10000 --ready
	$(BIN)/python bench/hosts.py

clean:
	rm -rf build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find course source tests -name __pycache__ -prune -exec rm -rf {} +
