# `make` alone lists what there is: the text after ## of each target.
# Everything is installed into .venv, by the first command that needs it.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# Tests run in so many processes side by side; a file stays in one, for what it makes once for all its tests.
# Their order is that of tests/conftest.py, which has the long files first.
WORKERS ?= 2
PARALLEL = -n $(WORKERS) --dist loadfile --no-loadscope-reorder
CHECKED := tests/rules tests/model tests/test_layers.py

.PHONY: help demo check test lint bench bench-peers words golden fonts pictures sample stress constraints reference handbook mutants coverage wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## the main job on a ledger made for it; leaves documents to look at in build/demo
	@cd tests && ../$(BIN)/python -m demo.play ../build/demo

# What was just changed, again and again: under a minute.
check: lint ## lint, types, and the tests of rules, model and layers
	@$(BIN)/python -m pytest -q -m "not stress and not slow" $(PARALLEL) $(CHECKED) $(ARGS)

test: $(READY) ## all tests but those that take minutes; ARGS="tests/cli -k pager" some of them
	@$(BIN)/python -m pytest -q -m "not stress" $(PARALLEL) $(ARGS)

lint: $(READY) ## style, types, the Chinese catalogue
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python tests/catalogue.py check

bench: $(READY) ## figures, as ratios; SIZE=10000: the small ledger alone
	@cd tests && ../$(BIN)/python -m bench.table $(SIZE) $(ARGS)

bench-peers: $(READY) ## Taskwarrior, hledger, todoman asked the same; those that are installed
	@cd tests && ../$(BIN)/python -m bench.peers $(SIZE) $(ARGS)

# One after the other: most of it starts many processes of its own.
# SHORT=1: the share of it that is part of `make test`.
# NIGHT=1: larger sizes for many processes, readers and kills.
SHARE = $(if $(SHORT),-m "not stress" tests/stress tests/trust tests/cli/test_many.py,-s -m stress)
stress: $(READY) ## what takes minutes: kill sweeps, many processes; NIGHT=1 larger
	@$(if $(NIGHT),SVC_NIGHT=1) $(BIN)/python -m pytest -q $(SHARE) $(ARGS)

words: $(READY) ## the Chinese catalogue, from the sources
	@$(BIN)/python tests/catalogue.py update
	@$(BIN)/python tests/catalogue.py compile

sample: $(READY) ## the sample ledger in ledger/, from its generator
	@cd tests && ../$(BIN)/python -m sample.make ledger

golden: $(READY) ## rewrite the approved pages
	@SVC_UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q -m "not stress" tests/render tests/cli/test_reports.py
	@git status --short tests/golden

# The same bytes again, from the packages that are named there; three minutes.
fonts: ## the fonts of papers, from the packages in tests/fonts/requirements.txt
	@rm -rf build/fonts && $(PYTHON) -m venv build/fonts
	@build/fonts/bin/python -m pip install -q --disable-pip-version-check -r tests/fonts/requirements.txt
	@cd tests && ../build/fonts/bin/python -m fonts.make ../svc/fonts

pictures: $(READY) ## the pictures of papers in docs/, from the sample
	@cd tests && ../$(BIN)/python -m demo.pictures ../docs

reference: $(READY) ## the tables of docs/reference/, docs/map.md and the manual page, from the code
	@cd tests && ../$(BIN)/python -m reference.generate update && ../$(BIN)/python -m map.make

handbook: $(READY) ## what svc says today, into the pages of docs/handbook
	@cd tests && ../$(BIN)/python -m handbook.replay update $(ARGS)

# Both install what only they need, by the first of their runs.
MEASURED := .venv/measured
mutants: $(MEASURED) ## a letter of the code changed: does a test fail? ARGS="--sample 60 svc/actions/parts.py"
	@$(BIN)/python tests/mutation/run.py $(ARGS)

# Without the tests that count files opened and system calls made, or limit what may be written:
# measuring makes some of its own.
coverage: $(MEASURED) ## branches that the tests reach; fails below the gate in pyproject.toml
	@$(BIN)/python -m pytest -q -m "not stress" $(PARALLEL) --cov --cov-report=term \
		--ignore tests/test_counts.py --ignore tests/stress --ignore tests/trust/test_disk.py $(ARGS)

$(MEASURED): $(READY)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[mutants,coverage]'
	@touch $(MEASURED)

wheel: $(READY) ## the package to install elsewhere, in dist/
	@$(BIN)/python -m hatchling build -t wheel

# `pip freeze` names versions only, no addresses.
constraints: ## renew the pinned versions
	@rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip install -q '.[dev,mutants,coverage]'
	@build/constraints/bin/python -m pip freeze --exclude svc-desk > constraints.txt
	@rm -rf build/constraints

$(READY): pyproject.toml constraints.txt
	@echo "Making the environment in .venv (half a minute, once) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "svc needs Python 3.11 or newer; name it: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY)

clean: ## remove all that was made here
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
