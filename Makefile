# make demo    the main job on a ledger made for it; leaves documents to look at in build/demo
# make test    all tests          make lint    style, types          make bench   figures, as ratios (SIZE=10000: the small ledger alone)
# make words   the Chinese catalogue, from the sources               make golden  rewrite the approved pages
# make sample  the sample ledger in ledger/, from its generator
# make pictures  the pictures of papers in docs/, from the sample
# make reference  the tables of docs/reference/ and the manual page, from the code
# make stress  what takes minutes: kill sweeps, many processes       make constraints  renew the pinned versions
#
# Everything is installed into .venv, by the first command that needs it.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: demo test lint bench bench-peers words golden pictures sample stress constraints reference wheel clean

demo: $(READY)
	@cd tests && ../$(BIN)/python -m demo.play ../build/demo

test: $(READY)
	@$(BIN)/python -m pytest -q -m "not stress" $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python tests/catalogue.py check

bench: $(READY)
	@cd tests && ../$(BIN)/python -m bench.table $(SIZE) $(ARGS)

# Taskwarrior, hledger and todoman asked the same of as many records; those that are installed.
bench-peers: $(READY)
	@cd tests && ../$(BIN)/python -m bench.peers $(SIZE) $(ARGS)

# SHORT=1: the share of it that fits into a few minutes, as .ci/run calls it; it is part of `make test`, too.
# NIGHT=1: larger sizes for many processes, readers and kills.
stress: $(READY)
	@$(if $(NIGHT),SVC_NIGHT=1) $(BIN)/python -m pytest -q $(if $(SHORT),-m "not stress" tests/stress tests/trust tests/cli/test_many.py,-s -m stress) $(ARGS)

words: $(READY)
	@$(BIN)/python tests/catalogue.py update
	@$(BIN)/python tests/catalogue.py compile

sample: $(READY)
	@cd tests && ../$(BIN)/python -m sample.make ledger

golden: $(READY)
	@SVC_UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/render
	@git status --short tests/golden

pictures: $(READY)
	@cd tests && ../$(BIN)/python -m demo.pictures ../docs

reference: $(READY)
	@cd tests && ../$(BIN)/python -m reference.generate update

wheel: $(READY)
	@$(BIN)/python -m hatchling build -t wheel

# `pip freeze` names versions only, no addresses.
constraints:
	@rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip install -q '.[dev]'
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

clean:
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
