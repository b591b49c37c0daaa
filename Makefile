.DEFAULT_GOAL := help
PYTHON ?= python3
PORT = 8000
BIN := .venv/bin
NO_SERVERS := not processes and not postgres and not kafka and not chaos and not docker and not browser
ON_CONTAINERS := docker or (servers and not chaos and not once)
# Two at once, each with servers of its own; whole files, for their tests share what is dear.
PYTEST = $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=20 --durations-min=4

# Tests start hundreds of processes: each would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup demo test tests test-plain test-containers check lint golden settings access working-days bench rebuild stand-ins image bundle clean

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/ready ## make .venv with everything the project needs

demo: setup ## a synthetic city until today in one process, served until Ctrl-C (PORT=8000)
	@$(BIN)/waystation up --demo --data-dir demo-data --port $(PORT)

test: setup ## everything: lint, and tests
	@.ci/timed lint $(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory tests

tests: setup ## test-plain, and test-containers if a Docker engine answers
	@.ci/timed test-plain $(MAKE) --no-print-directory test-plain
	@if test -n "$$WITHOUT_CONTAINERS"; then echo "== test-containers left out: $$WITHOUT_CONTAINERS"; \
	elif why=$$(.ci/docker-engine client 2>&1 >/dev/null); then $(MAKE) --no-print-directory test-containers; \
	else echo "== test-containers left out: $$why"; fi

test-plain: setup ## all tests but those of images; PostgreSQL and Kafka on the plain machine
	WAYSTATION_TEST_SERVERS=plain $(PYTEST)

test-containers: setup ## tests of images and Compose; those on PostgreSQL or Kafka, but for chaos and what one run shows
	@DOCKER="$$(.ci/docker-engine client)" && export DOCKER && \
	  .ci/timed base-images .ci/base-images && \
	  .ci/timed image $(MAKE) --no-print-directory image && \
	  .ci/timed test-containers env WAYSTATION_TEST_SERVERS=containers $(PYTEST) -m '$(ON_CONTAINERS)' tests

check: lint ## what needs no server and starts no process, in a minute or two
	$(PYTEST) -q -p no:schemathesis -m '$(NO_SERVERS)'

lint: setup ## style, types, and who may import whom
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: setup ## write the golden file of each event version that has none
	$(BIN)/python -m tests.golden

settings: setup ## write docs/settings.md, the page of every setting
	$(BIN)/python -m deploy.settings_page

working-days: setup ## fetch the holidays of the years that are announced, and write shared/policies/days.toml
	@with=$$(mktemp -d) && trap 'rm -rf "$$with"' EXIT && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	    --target "$$with" -r deploy/working-days.lock && \
	  PYTHONPATH="$$with" $(BIN)/python -m deploy.working_days \
	    "$$(sed -n 's/^chinese-calendar==\([0-9.]*\).*/\1/p' deploy/working-days.lock)"

access: setup ## write docs/access.md, the page of who may see and do what
	$(BIN)/python -m deploy.access_page

bench: setup ## the measurements, each beside its floor
	$(BIN)/python -m tests.bench

rebuild: setup ## count everything anew on the running demo
	@$(BIN)/waystation rebuild --data-dir demo-data

stand-ins: ## where no registry is: base images of Debian packages, under the public names
	@deploy/images/stand-ins.sh

image: ## the container image; its wheels are fetched first
	@deploy/images/image.sh

bundle: ## the images and what starts them in one file, for a place without a network
	@deploy/images/bundle.sh

clean: ## remove what was made here, the demo's data too
	rm -rf .venv demo-data deploy/wheels dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/ready: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Waystation needs Python 3.11 or newer; say which with: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
	  rm -rf .venv; \
	  echo "Python lacks its venv module here: installing Debian's python3-venv" >&2; \
	  test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -qq -y python3-venv && \
	  $(PYTHON) -m venv .venv; \
	} || { \
	  rm -rf .venv; \
	  echo "Python cannot make an environment here; on Debian, as root: apt-get install python3-venv" >&2; \
	  exit 1; \
	}
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
