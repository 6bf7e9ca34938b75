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
# What takes seconds is made by `make demo`; what takes minutes is packaged, and `make results` makes it anew.
ENSEMBLE := results/sixteen/summary.json
PACKAGED := src/showtrial/calibration/packaged
SHOWN := $(RESULTS) $(if $(filter moscow,$(CASE)),$(ENSEMBLE) $(PACKAGED)/trust-sixteen.json $(PACKAGED)/calibration-sixteen.json $(PACKAGED)/calibration-union.json $(PACKAGED)/calibration-moscow.json $(PACKAGED)/versions-union.json $(PACKAGED)/country-union.json)

.PHONY: demo test test-all check bench docs results clean

demo: .venv/.core $(SHOWN)
	$(BIN)/showtrial check $(CASE)
	$(BIN)/showtrial info $(CASE)
	$(BIN)/showtrial report $(CASE) $(addprefix --with ,$(SHOWN)) -o $(REPORT) --site $(SITE)
	@echo "Open $(CURDIR)/$(REPORT) in a browser, or the same as linked pages: $(CURDIR)/$(SITE)/index.html"

test: .venv/.dev
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup

test-all: .venv/.crosscheck
	HYPOTHESIS_PROFILE=default $(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "slow or not slow"

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py

bench: .venv/.bench
	@for question in benchmarks/*.py; do $(BIN)/python $$question || exit 1; done

docs: .venv/.docs
	$(BIN)/python -c 'from showtrial.record.templates import reference_markdown as r; print(r(), end="")' > docs/casefile.md
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html in a browser."

# Fits and the ensemble take seconds and are not packaged; trust and calibration take minutes each, and are.
results: $(RESULTS) $(ENSEMBLE)
	$(BIN)/python -m showtrial.calibration.trust toy --runs 100 --seed 1 -o $(PACKAGED)/trust-toy.json
	$(BIN)/python -m showtrial.calibration.trust sixteen --runs 12 --seed 1 -o $(PACKAGED)/trust-sixteen.json
	$(BIN)/showtrial calibrate sixteen --budget full --seed 1 -o $(PACKAGED)/calibration-sixteen.json
	$(BIN)/showtrial calibrate union --budget full --seed 1 -o $(PACKAGED)/calibration-union.json
	$(BIN)/showtrial calibrate moscow --budget full --seed 1 -o $(PACKAGED)/calibration-moscow.json
	$(BIN)/python -m showtrial.calibration.versions union --seed 1 -o $(PACKAGED)/versions-union.json
	$(BIN)/showtrial simulate $(PACKAGED)/calibration-union.json --runs 500 --seed 1 --records 0 -o results/union
	cp results/union/summary.json $(PACKAGED)/country-union.json

results/%.json: $(MODELS)/%.toml $(wildcard src/showtrial/cases/$(CASE)/*) .venv/.core
	@mkdir -p results
	$(BIN)/showtrial fit $(CASE) $* -o $@

$(ENSEMBLE): $(wildcard src/showtrial/scenarios/sixteen.toml src/showtrial/cases/moscow/*) .venv/.core
	$(BIN)/showtrial simulate sixteen --runs 200 --seed 1 --off naming -o $(@D)
	@touch $@

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

.venv/.crosscheck: .venv/.dev
	$(UV) sync --frozen --inexact --python $(BIN)/python --extra model --extra crosscheck --group dev
	@touch $@

.venv/.bench: .venv/.dev
	$(UV) sync --frozen --inexact --python $(BIN)/python --extra model --group dev --group bench
	@touch $@

.venv/.docs: .venv/.core
	$(UV) sync --frozen --inexact --python $(BIN)/python --extra model --group docs
	@touch $@
