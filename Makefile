# Brede Welvaart. `make help` lists what can be done; every target does its own set-up.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
export PROJECT

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JUDGES := tests/proofs/node_modules/.package-lock.json
# What the proofs need: a command, and the package that brings it.
PROOF_TOOLS := chromium:chromium java:default-jre-headless node:nodejs npm:npm pdftotext:poppler-utils

report: $(VENV)/ready ## Maak het rapport van een project: make report PROJECT=naam
	@$(BIN)/welvaart report -- $${PROJECT:+"$$PROJECT"}

memo: $(VENV)/ready ## Maak de alinea, tabel en figuur voor een raadsvoorstel: make memo PROJECT=naam
	@$(BIN)/welvaart memo -- $${PROJECT:+"$$PROJECT"}

report-all: $(VENV)/ready ## Maak de rapporten van alle projecten
	@$(BIN)/welvaart report --all

check: $(VENV)/ready ## Controleer definities, cijfers en projecten
	@$(BIN)/welvaart check

update: $(VENV)/ready ## Haal nieuwe cijfers op (de enige opdracht die het netwerk gebruikt)
	@$(BIN)/welvaart update

test: $(VENV)/ready-dev ## Draai de tests, zonder de langzame
	@$(BIN)/pytest -q -n 2 --dist loadfile -m "not network and not proof and not slow" $(TESTS)

test-slow: $(VENV)/ready-dev ## Draai de langzame tests
	@$(BIN)/pytest -q -n 2 --dist loadfile -m slow $(TESTS)

lint: $(VENV)/ready-dev ## Controleer stijl, types en lagen van de code
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

proof: $(VENV)/ready-dev proof-tools $(JUDGES) ## Bewijs toegankelijkheid en archief: browser, veraPDF, HTML-keuring
	@$(BIN)/pytest -q -n 2 --dist loadfile -m proof tests/proofs $(TESTS)

messages: $(VENV)/ready-dev ## Werk de catalogi van vertalingen bij en toon wat nog ontbreekt
	@$(BIN)/python -m tests.messages

bench: $(VENV)/ready-bench ## Meet snelheid en geheugen
	@for file in tests/benchmarks/*.py; do $(BIN)/python "$$file" || exit 1; done

clean: ## Verwijder de omgeving, het rekenbestand en gemaakte rapporten
	rm -rf $(VENV) data/welvaart.duckdb* data/kept reports/output

help: ## Toon deze lijst
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# A stamp is written only after everything before it succeeded, so an interrupted set-up starts again.
$(VENV)/ready: requirements.lock pyproject.toml
	$(call setup,requirements.lock)
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock pyproject.toml
	$(call setup,requirements-dev.lock)
	@touch $@ $(VENV)/ready

$(VENV)/ready-bench: requirements-bench.lock pyproject.toml
	$(call setup,requirements-bench.lock)
	@touch $@ $(VENV)/ready $(VENV)/ready-dev

$(JUDGES): tests/proofs/package-lock.json tests/proofs/package.json | proof-tools
	@cd tests/proofs && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
	@touch $@

define setup
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Nodig: Python 3.11 of nieuwer, met de module venv. Op Debian en Ubuntu: apt-get install python3 python3-venv" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "De module venv ontbreekt. Typ: apt-get install python3-venv" >&2; exit 1; }
	@echo "Bibliotheken installeren (eenmalig) ..." >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

proof-tools:
	@missing=(); for tool in $(PROOF_TOOLS); do command -v "$${tool%%:*}" >/dev/null || missing+=("$${tool##*:}"); done; \
	if [ $${#missing[@]} -eq 0 ]; then exit 0; fi; \
	if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null; \
	else \
		echo "Voor de bewijzen ontbreken programma's. Typ: sudo apt-get install $${missing[*]}" >&2; exit 1; \
	fi

.PHONY: report memo report-all check update test test-slow lint proof messages bench clean help proof-tools
