# The two to know: `make demo` and `make test`. Everything is installed into .venv; nothing else is touched.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.installed-runtime
DEVELOPMENT := $(VENV)/.installed-development
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt
DEMO := optimize --profile examples/wang/profile.toml --needs examples/wang/needs.csv

.PHONY: help demo test check format bench study messages docs site dist clean

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{printf "make %-10s %s\n", $$1, $$2}'

demo: $(RUNTIME)  ## plan Ms Wang's case on the bundled catalog
	@echo '$$ fundmix $(DEMO)' >&2
# 3 = not fully fundable, 4 = not proven: a plan is shown all the same.
	@$(BIN)/fundmix $(DEMO) || { code=$$?; [ $$code -eq 3 ] || [ $$code -eq 4 ] || exit $$code; }

test: $(DEVELOPMENT)  ## every test, and the documentation's own examples
	@$(BIN)/python -m pytest

check: $(DEVELOPMENT)  ## format, lint, types, tests: what a change must pass
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

format: $(DEVELOPMENT)  ## put the code into shape
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: $(DEVELOPMENT)  ## the ratios that docs/speed.md reports, measured anew in one run
	@$(BIN)/python -m benchmarks

study: $(DEVELOPMENT)  ## long random studies, minutes to an hour
# 5 = there is none (yet)
	@$(BIN)/python -m pytest -m study || [ $$? -eq 5 ]

messages: $(DEVELOPMENT)  ## collect the sentences and compile the translations
	@$(BIN)/python -m fundmix.words.build

docs: $(DEVELOPMENT)  ## write the generated pages anew: data dictionary, command reference
	@$(BIN)/python -m fundmix.catalog.dictionary > docs/catalog.md.new && mv docs/catalog.md.new docs/catalog.md
	@$(BIN)/python -m fundmix.cli.reference en > docs/commands.md.new && mv docs/commands.md.new docs/commands.md
	@$(BIN)/python -m fundmix.cli.reference zh > docs/commands.md.new && mv docs/commands.md.new docs/commands.zh.md

site: $(DEVELOPMENT)  ## the documentation as a website in site/, readable without a network
# not --quiet: it would hide the warnings that --strict counts
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --clean

dist: $(DEVELOPMENT)  ## the wheel and the source archive in dist/
	@$(BIN)/python -m build --no-isolation

clean:  ## remove .venv and everything that was made
	@rm -rf $(VENV) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# A changed pin or dependency makes the environment anew: what was dropped must not linger.
# The build tool is installed first, with the same pins, so that no build reaches for a newer one.
$(RUNTIME): pyproject.toml constraints.txt .ci/find-python
	@python=$$(sh .ci/find-python) && echo "making $(VENV) with $$python" >&2 && "$$python" -m venv --clear $(VENV)
	@$(PIP) hatchling
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): $(RUNTIME)
	@$(PIP) --no-build-isolation --editable '.[dev,docs]'
	@touch $@
