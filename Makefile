# Thin on purpose: each line below can be typed by hand. GNU make 3.81 (macOS) and a POSIX shell are enough.
PORT ?= 8000
ARGS ?=
bin := .venv/bin
install := $(bin)/python -m pip install --disable-pip-version-check --no-input
compiled := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
definition := setup.cfg pyproject.toml

.PHONY: help run demo test rest check coverage mutation fuzz bench load lock sbom oldest translations
.DELETE_ON_ERROR:

help:
	@echo 'make run            the platform on http://127.0.0.1:$(PORT) (PORT=8001 for another port)'
	@echo 'make demo           the same with synthetic answers, in a database of its own'
	@echo 'make test           all tests; ARGS="-k scores" for some'
	@echo 'make check          style, types, layers, translations, questionnaires, migrations'
	@echo 'make translations   brings the catalogues in step with the texts, and names what is missing'
	@echo 'make coverage       how much of the core its tests reach; fails below 98 %'
	@echo 'make rest           all tests but those that make coverage runs'
	@echo 'make mutation       changes the core and asks whether a test notices; half an hour'
	@echo 'make fuzz           sends odd requests to a served demonstration, for every role; ARGS="--seed 2"'
	@echo 'make bench          measures pages and server, writes benchmarks/results.md and pages.md'
	@echo 'make load           many people at once beside a reference app, writes benchmarks/load.md; 20 minutes'
	@echo 'make lock           requirements.lock anew: all versions with hashes; SINCE="--upgrade" for the newest'
	@echo 'make sbom           the bill of materials of the versions in requirements.lock, build/sbom.json'
	@echo 'make oldest         some tests with the oldest versions that setup.cfg allows'

run: .venv/for-running $(compiled)
	$(bin)/survey initialise --migrate --port $(PORT)
	$(bin)/survey serve --port $(PORT)

demo: .venv/for-running $(compiled)
	SURVEY_DEMONSTRATION=1 SURVEY_INSTANCE=instance/demo $(bin)/survey demo --port $(PORT)
	SURVEY_DEMONSTRATION=1 SURVEY_INSTANCE=instance/demo $(bin)/survey serve --port $(PORT)

# A file of tests stays on one worker, so that what it builds for all its tests is built once.
workers := -n auto --dist loadfile --no-loadscope-reorder
test: .venv/for-testing $(compiled)
	$(bin)/python tests/chromium.py
	$(bin)/python -m pytest $(workers) $(ARGS)

check: .venv/for-checking $(compiled)
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/survey translations check
	$(bin)/survey questionnaire check survey/questionnaires/library/*.yaml
	$(bin)/survey migrations check

core := tests/questionnaires tests/scoring tests/cli/test_questionnaire_command.py tests/cli/test_writing.py \
	$(wildcard tests/cli/test_score_*.py)
# Everything but the core, whose tests `make coverage` has run: both together are `make test`.
rest: .venv/for-testing $(compiled)
	$(bin)/python tests/chromium.py
	$(bin)/python -m pytest $(workers) $(addprefix --ignore=,$(core)) $(ARGS)

coverage: .venv/for-testing $(compiled)
	$(bin)/python -m pytest $(workers) $(core) --cov=survey.questionnaires --cov=survey.scoring \
		--cov-branch --cov-fail-under=98 --cov-report=term:skip-covered

mutation: .venv/for-testing $(compiled)
	$(install) -e '.[oidc,parquet,postgresql,test,mutation]'
	$(bin)/mutmut run --max-children 2
	$(bin)/mutmut results

fuzz: .venv/for-testing $(compiled)
	$(bin)/python -m tests.fuzz $(ARGS)

bench: .venv/for-running $(compiled)
	$(bin)/python benchmarks/serve.py
	$(bin)/python benchmarks/pages.py
	$(bin)/python benchmarks/comparison.py
	$(bin)/python benchmarks/report.py

load: .venv/for-running $(compiled)
	$(install) -e '.[parquet,postgresql,load]'
	PYTHONPATH=benchmarks $(bin)/python benchmarks/load/run.py $(ARGS)

# What an installation takes, for every system and Python from 3.11 on; no address of a registry is written into it.
lock: .venv/for-running
	$(install) -e '.[release]'
	$(bin)/uv pip compile setup.cfg --extra postgresql --extra parquet --extra build --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet $(SINCE) --output-file requirements.lock

sbom: .venv/for-running
	$(install) -e '.[release]'
	rm -rf build
	$(bin)/uv venv --clear --quiet build/locked
	$(bin)/uv pip install --quiet --python build/locked --require-hashes -r requirements.lock
	$(bin)/uv pip install --quiet --python build/locked --no-deps --no-build-isolation .
	$(bin)/cyclonedx-py environment build/locked --output-reproducible --output-format JSON --output-file build/sbom.json

oldest: .venv/for-running
	$(install) -e '.[release]'
	$(bin)/uv venv --clear --quiet build/oldest
	$(bin)/uv pip install --quiet --python build/oldest --resolution lowest-direct -e '.[oidc,parquet,postgresql,test]'
	build/oldest/bin/python -m pytest $(workers) $(or $(ARGS),$(few))

# One of each: pages, saves, server, migrations, exports, workbooks, reports, tables, charts, a provider, both databases.
few := tests/test_database.py tests/test_logs.py tests/test_settings.py tests/test_languages.py \
	tests/cli/test_serve_command.py tests/cli/test_backup_command.py tests/cli/test_score_formats.py \
	tests/views/test_accounts.py tests/views/test_sections.py tests/views/test_metrics.py tests/views/test_workbooks.py \
	tests/views/test_exports.py tests/services/test_calendars.py tests/services/test_evidence_types.py \
	tests/services/test_provider.py tests/views/test_providers.py tests/reports/test_printing.py \
	tests/reports/test_tables.py tests/scoring/test_frames.py tests/charts/test_charts.py

translations: .venv/for-running
	$(bin)/survey translations update
	$(bin)/survey translations check
	$(bin)/survey translations compile

# Compiled only when a catalogue is newer than what was made of it.
%.mo: %.po | .venv/for-running
	$(bin)/survey translations compile

# The first of these Pythons that is new enough and can make an environment.
.venv/pyvenv.cfg:
	@echo '== Making the environment in .venv'
	@for python in python3.14 python3.13 python3.12 python3.11 python3; do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then echo "$$python -m venv .venv" && exec $$python -m venv .venv; fi; \
	done; \
	echo 'No Python that can make it. On Debian or Ubuntu type: sudo apt-get install python3-venv'; \
	echo 'On macOS type: brew install python@3.13   (Python 3.11 or newer is needed)'; exit 1

.venv/for-running: $(definition) | .venv/pyvenv.cfg
	@echo '== Installing the platform (a minute or two the first time)'
	$(install) -e '.[parquet]'
	$(bin)/python -m compileall -q survey
	@touch $@

.venv/for-testing: $(definition) | .venv/pyvenv.cfg
	@echo '== Installing the platform and what its tests need (two minutes the first time)'
	$(install) -e '.[oidc,parquet,postgresql,test]'
	@touch .venv/for-running $@

.venv/for-checking: $(definition) | .venv/pyvenv.cfg
	@echo '== Installing the platform and what checks it'
	$(install) -e '.[oidc,parquet,postgresql,check]'
	@touch .venv/for-running $@
