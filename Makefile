# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Needed by hand: Python 3.11-3.13 with venv, and GNU make. All else goes into .venv.

PYTHON ?= python3
BIN := .venv/bin
UV := UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv --quiet
CASE ?= moscow
REPORT := $(CASE).html
MODELS := src/showtrial/model/naming/packaged
RESULTS := $(patsubst $(MODELS)/%.toml,results/%.json,$(wildcard $(MODELS)/$(CASE)-*.toml))
SITE := $(CASE)-site

.PHONY: demo test test-all check bench docs results clean

demo: .venv/.core $(RESULTS)
	$(BIN)/showtrial check $(CASE)
	$(BIN)/showtrial info $(CASE)
	$(BIN)/showtrial report $(CASE) $(addprefix --with ,$(RESULTS)) -o $(REPORT) --site $(SITE)
	@echo "Open $(CURDIR)/$(REPORT) in a browser, or the same as linked pages: $(CURDIR)/$(SITE)/index.html"

test: .venv/.dev
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup

test-all: .venv/.dev
	HYPOTHESIS_PROFILE=default $(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "slow or not slow"

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py

bench: .venv/.dev
	@for question in benchmarks/*.py; do $(BIN)/python $$question || exit 1; done

docs: .venv/.docs
	$(BIN)/python -c 'from showtrial.record.templates import reference_markdown as r; print(r(), end="")' > docs/casefile.md
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html in a browser."

# Fits take seconds, so they are made here and not packaged; a report shows them and computes none.
results: $(RESULTS)

results/%.json: $(MODELS)/%.toml $(wildcard src/showtrial/cases/$(CASE)/*) .venv/.core
	@mkdir -p results
	$(BIN)/showtrial fit $(CASE) $* -o $@

clean:
	rm -rf .venv docs/_build dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis results $(REPORT) $(SITE)

.venv/.uv:
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "showtrial needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv
	@touch $@

# --inexact: the targets add to one environment and take nothing from each other (uv itself lies there).
.venv/.core: .venv/.uv uv.lock pyproject.toml
	$(UV) sync --frozen --inexact --python $(BIN)/python --extra model
	@touch $@

.venv/.dev: .venv/.core
	$(UV) sync --frozen --inexact --python $(BIN)/python --extra model --group dev
	@touch $@

.venv/.docs: .venv/.core
	$(UV) sync --frozen --inexact --python $(BIN)/python --extra model --group docs
	@touch $@
