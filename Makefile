# Two commands do all the set-up: `make site` and `make test`. Everything is installed in .venv from the lock file.
PYTHON ?= python3
BIN := .venv/bin
# The day of a build is the day of the commit, so two builds of one commit are the same bytes.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1700000000)
# Material's own notice is many lines, in every log; `make site` says it in one.
export NO_MKDOCS_2_WARNING = 1
# What Python has compiled is kept, also where a machine says that it must not be: each of a run's processes would do it anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: site test quick serve check sitecheck publiceer voorbeeld links houdbaarheid kwetsbaar findings schemas wheel clients bench lint lock programs clean
FORMAAT ?= tekst
# The rooms that `make quick` proves: nothing in them builds a site.
QUICK ?= tests/base tests/records tests/document tests/words tests/pages tests/writing tests/search tests/house/test_layers.py
# Generated contents in `make bench`; the long run is FUZZ=10000.
FUZZ ?= 300
SITE ?= site

site: .venv/klaar ## build site/, strict; the old one stays until the new one is whole
	$(BIN)/kennisbank bouw
	@echo 'Material for MkDocs ends on 5 May 2027; the site is the same without it: ARCHITECTURE.md, "The engine".' >&2

test: .venv/proef programs ## the whole proof: style, types, unit tests, a real build, real servers, a real browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto

quick: .venv/proef ## what one runs while working: no build of the whole site, no browser, no server
	$(BIN)/ruff check .
	$(BIN)/pytest -q -n auto $(QUICK)

serve: .venv/klaar ## preview on http://127.0.0.1:8000, rebuilt on every save
	@echo 'A newsletter as mail: put bekijken.html behind its address.' >&2
	$(BIN)/mkdocs serve --dirty

check: .venv/klaar ## content only, in seconds; BASIS=<branch, commit or folder> to see whether more lines changed than values
	$(BIN)/kennisbank controleer --formaat=$(FORMAAT) --basis=$(BASIS)

sitecheck: .venv/klaar ## the built site, whatever built it: SITE=<folder>
	$(BIN)/kennisbank controleer-site $(SITE)

publiceer: .venv/klaar ## build, check and put in place as a whole: DOEL=<folder that the web server serves>
	$(BIN)/kennisbank publiceer $(DOEL)

voorbeeld: .venv/klaar ## build a proposal's content with this code: BASIS=<commit> VOORSTEL=<commit>
	@.github/steps/voorbeeld

links: .venv/klaar ## addresses of other sites that no longer answer
	@.github/steps/links

houdbaarheid: .venv/klaar ## what must be reviewed again, by team
	@$(BIN)/kennisbank houdbaarheid

kwetsbaar: ## known vulnerabilities in all packages of the lock files; 2 when the data could not be reached
	@.github/steps/kwetsbaar

findings: ## surprises of others, each looked at anew: FINDING=<name> for one
	@failed=0; for script in findings/$(or $(FINDING),*).sh; do \
	    echo "$$script"; sh "$$script" || { echo "$$script: changed, or could not be run" >&2; failed=1; }; done; exit $$failed

schemas: .venv/klaar ## completion in editors
	$(BIN)/kennisbank schema .vscode/schemas

wheel: .venv/klaar ## the program for other networks, with its templates: dist/*.whl
	rm -rf build dist
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	rm -rf build

lint: .venv/proef
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clients: .venv/proef ## what readers use, on the built site: readers of feeds and mail, calendars, spreadsheets, validators
	@./.ci/clients
	$(BIN)/python -m tests.clients --site $(SITE)

bench: .venv/proef programs ## figures beside those of others, in one run
	$(BIN)/python -m tests.bench.search site
	$(BIN)/python -m tests.bench.accessibility site
	$(BIN)/python -m tests.bench.weight site
	$(BIN)/python -m tests.bench.writing
	$(BIN)/python -m tests.bench.lighthouse site
	$(BIN)/python -m tests.bench.load site
	$(BIN)/python -m tests.bench.builds
	$(BIN)/python -m tests.bench.reproducible
	$(BIN)/python -m tests.bench.publishing
	$(BIN)/python -m tests.bench.fuzz --keer $(FUZZ)
	VOORBEELDEN=1000 $(BIN)/pytest -q tests/channels/test_hostile_records.py
	VOORBEELDEN=500 $(BIN)/pytest -q tests/site/test_incremental.py tests/build/test_examine.py

# Python compiles a module when it is first imported: a build imports a tenth of what the packages hold.
# Two installations go at once, each with half of the lock file: one keeps one core busy, half of it with lists of versions.
QUIETLY = --quiet --no-compile --disable-pip-version-check
.venv/klaar: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	awk '/^[A-Za-z]/ { half = !half } { print > (".venv/" (half + 0) ".lock") }' requirements.lock
	$(BIN)/pip install $(QUIETLY) --no-deps --require-hashes --requirement .venv/0.lock & first=$$!; \
	    $(BIN)/pip install $(QUIETLY) --no-deps --require-hashes --requirement .venv/1.lock; second=$$?; \
	    wait $$first && exit $$second
	$(BIN)/pip install $(QUIETLY) --no-deps --no-build-isolation --editable .
	touch $@

# What only the tests need: a site is built without it.
.venv/proef: .venv/klaar requirements-test.lock
	$(BIN)/pip install $(QUIETLY) --require-hashes --requirement requirements-test.lock
	touch $@

programs: ## what the tests run besides Python: a browser, servers; what is missing is installed where that may be done
	@./.ci/programs

LOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    --annotation-style line --quiet
lock: ## renew the lock files from the ranges in pyproject.toml
	$(LOCK) --upgrade --extra build --output-file requirements.lock pyproject.toml
	$(LOCK) --upgrade --extra build --extra dev --constraint requirements.lock --output-file requirements-test.lock pyproject.toml
	$(LOCK) --upgrade --group audit --constraint requirements-test.lock --output-file requirements-audit.lock

clean:
	rm -rf .venv site .cache
