# Thin on purpose: each line below can be typed by hand. GNU make 3.81 (macOS) and a POSIX shell are enough.
PORT ?= 8000
ARGS ?=
bin := .venv/bin
install := $(bin)/python -m pip install --disable-pip-version-check --no-input
compiled := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
definition := setup.cfg pyproject.toml

.PHONY: help run demo test rest check coverage mutation bench translations
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
	@echo 'make bench          measures pages and server, writes benchmarks/results.md and pages.md'

run: .venv/for-running $(compiled)
	$(bin)/survey initialise --migrate --port $(PORT)
	$(bin)/survey serve --port $(PORT)

demo: .venv/for-running $(compiled)
	SURVEY_DEMONSTRATION=1 SURVEY_INSTANCE=instance/demo $(bin)/survey demo --port $(PORT)
	SURVEY_DEMONSTRATION=1 SURVEY_INSTANCE=instance/demo $(bin)/survey serve --port $(PORT)

test: .venv/for-testing $(compiled)
	$(bin)/python tests/chromium.py
	$(bin)/python -m pytest -n auto --dist loadgroup $(ARGS)

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
	$(bin)/python -m pytest -n auto --dist loadgroup $(addprefix --ignore=,$(core)) $(ARGS)

coverage: .venv/for-testing $(compiled)
	$(bin)/python -m pytest -n auto --dist loadgroup $(core) --cov=survey.questionnaires --cov=survey.scoring \
		--cov-branch --cov-fail-under=98 --cov-report=term:skip-covered

mutation: .venv/for-testing $(compiled)
	$(install) -e '.[parquet,postgresql,test,mutation]'
	$(bin)/mutmut run --max-children 2
	$(bin)/mutmut results

bench: .venv/for-running $(compiled)
	$(bin)/python benchmarks/serve.py
	$(bin)/python benchmarks/pages.py
	$(bin)/python benchmarks/comparison.py
	$(bin)/python benchmarks/report.py

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
	$(install) -e '.[parquet,postgresql,test]'
	@touch .venv/for-running $@

.venv/for-checking: $(definition) | .venv/pyvenv.cfg
	@echo '== Installing the platform and what checks it'
	$(install) -e '.[parquet,postgresql,check]'
	@touch .venv/for-running $@
