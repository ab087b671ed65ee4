# Each command installs what it needs, and again only after the requirements have changed.
# `make help` lists the commands.

PYTHON ?= python3
VENV := backend/.venv
BIN := $(CURDIR)/$(VENV)/bin
PEERS := backend/benchmarks/.venv
AUDITS := frontend/benchmarks/node_modules
MODULES := frontend/node_modules
BUILT := frontend/dist/index.html
PAGES := $(shell find frontend/src frontend/public frontend/admin frontend/index.html -type f -not -name '*.test.*' 2>/dev/null)

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(VENV)/run.stamp $(BUILT) ## Start Polls on http://localhost:8000 (or PORT)
	@"$(BIN)/polls" migrate --seed-new
	@exec "$(BIN)/polls" serve

.PHONY: dev
dev: $(VENV)/run.stamp $(MODULES)/.stamp ## Start Polls with reload, and Vite on http://localhost:5173
	@"$(BIN)/polls" migrate --seed-new
	@"$(BIN)/polls" serve --reload & trap "kill $$!" EXIT; cd frontend && npx vite

.PHONY: migrate
migrate: $(VENV)/run.stamp ## Migrate the database to this version's schema
	@"$(BIN)/polls" migrate

.PHONY: seed
seed: migrate ## Add example polls with votes
	@"$(BIN)/polls" seed

.PHONY: set-password
set-password: migrate ## Set a new password for the account `admin`
	@"$(BIN)/polls" set-password admin

.PHONY: test
test: test-backend test-frontend test-e2e ## Run all tests

.PHONY: test-backend
test-backend: $(VENV)/dev.stamp ## Test the backend on SQLite and PostgreSQL
	@echo "== Backend tests, on SQLite and PostgreSQL"
	@cd backend && "$(BIN)/pytest" -n logical

.PHONY: test-frontend
test-frontend: $(MODULES)/.stamp $(BUILT) ## Test the frontend, and the size of the voter's page
	@echo "== Frontend tests"
	@cd frontend && npm run --silent test && npm run --silent size

.PHONY: test-e2e
test-e2e: $(VENV)/dev.stamp $(BUILT) ## Test the running app in a browser on both databases
	@cd frontend && node e2e/chromium.mjs
	@echo "== End-to-end tests in a browser, on SQLite and PostgreSQL"
	@cd backend && "$(BIN)/python" -m tests.postgres npm --prefix ../frontend run --silent e2e

.PHONY: pictures
pictures: $(VENV)/dev.stamp $(BUILT) ## Take pictures of every screen: var/pictures/index.html
	@cd frontend && node e2e/chromium.mjs && npx playwright test --config pictures.config.ts

.PHONY: torture
torture: $(VENV)/dev.stamp ## Kill the backend 20 times and PostgreSQL 10 times while people vote
	@cd backend && "$(BIN)/python" -m tests.torture

.PHONY: bench-list
bench-list: $(VENV)/dev.stamp $(PEERS)/.stamp ## Time the dashboard's list of a million polls, compared with two peers
	@cd backend && "$(BIN)/python" -m benchmarks.lists

.PHONY: bench-votes
bench-votes: $(VENV)/dev.stamp $(PEERS)/.stamp ## Measure votes per second on one poll, compared with Django and others
	@cd backend && "$(BIN)/python" -m benchmarks.votes

.PHONY: bench-live
bench-live: $(VENV)/dev.stamp ## Time live results for thousands of watchers while others vote
	@cd backend && "$(BIN)/python" -m benchmarks.live

.PHONY: bench-ballots
bench-ballots: $(VENV)/dev.stamp ## Measure a worker's memory while the ballots of a million votes are downloaded
	@cd backend && "$(BIN)/python" -m benchmarks.ballots

.PHONY: bench-memory
bench-memory: $(VENV)/dev.stamp ## Measure a worker's memory over 100,000 lists of all kinds
	@cd backend && "$(BIN)/python" -m benchmarks.memory

.PHONY: bench-mail
bench-mail: $(VENV)/dev.stamp ## Send 25,000 invitations to a real mail server, also while the sender is killed
	@cd backend && "$(BIN)/python" -m benchmarks.mail

.PHONY: bench-transfer
bench-transfer: $(VENV)/dev.stamp ## Measure a worker's memory and time for large exports and imports
	@cd backend && "$(BIN)/python" -m benchmarks.transfer

.PHONY: bench-page
bench-page: $(VENV)/dev.stamp $(BUILT) $(AUDITS)/.stamp ## Audit the voter's page with Lighthouse, and time a vote over a slow line
	@cd frontend && node e2e/chromium.mjs && npm run --silent size
	@cd backend && "$(BIN)/python" -m benchmarks.page

.PHONY: lint
lint: $(VENV)/dev.stamp $(MODULES)/.stamp ## Check style, types, import boundaries and generated files
	@echo "== Python: ruff, mypy, import-linter"
	@cd backend && "$(BIN)/ruff" check && "$(BIN)/ruff" format --check && "$(BIN)/mypy" && "$(BIN)/lint-imports" --config pyproject.toml
	@echo "== TypeScript: Biome, the catalogues of messages, tsc, the API's types"
	@cd frontend && npm run --silent lint && npm run --silent check
	@$(MAKE) --no-print-directory types TYPES=node_modules/.schema.d.ts
	@cmp frontend/node_modules/.schema.d.ts frontend/src/shared/schema.d.ts || { echo "The API changed: run 'make types'."; exit 1; }

.PHONY: format
format: $(VENV)/dev.stamp $(MODULES)/.stamp ## Format the code
	@cd backend && "$(BIN)/ruff" check --fix && "$(BIN)/ruff" format
	@cd frontend && npm run --silent format

.PHONY: types
TYPES := src/shared/schema.d.ts
types: $(VENV)/run.stamp $(MODULES)/.stamp ## Generate the frontend's types from the API
	@"$(BIN)/polls" openapi >$(MODULES)/.openapi.json
	@cd frontend && npx openapi-typescript node_modules/.openapi.json --output $(TYPES) >/dev/null

.PHONY: messages
messages: $(MODULES)/.stamp ## Extract the texts of the voter's page into its catalogues
	@cd frontend && npm run --silent messages

.PHONY: lock
lock: $(VENV)/dev.stamp ## Pin the newest versions that pyproject.toml allows
	@cd backend \
	&& "$(BIN)/uv" pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.txt \
	&& "$(BIN)/uv" pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt \
	&& "$(BIN)/uv" pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header benchmarks/requirements.in -o benchmarks/requirements.txt

.PHONY: compose-test
compose-test: ## Build the stack with docker-compose and vote on it (needs Docker)
	@compose/test.sh

.PHONY: clean
clean: ## Remove installed packages and build results, but not the data in var/
	rm -rf $(VENV) $(PEERS) $(MODULES) $(AUDITS) frontend/dist frontend/test-results

# Programs that must be installed on the machine.

.PHONY: tools
tools:
	@command -v $(PYTHON) >/dev/null || { echo "Polls needs Python 3.11 or newer: https://www.python.org/downloads/"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Polls needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Use another one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "Polls needs Node 20.19 or newer, with npm: https://nodejs.org/"; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit((a == 20 && b >= 19) || (a == 22 && b >= 12) || a >= 24 ? 0 : 1)' || { echo "Polls needs Node 20.19, 22.12, or 24 and newer; this is $$(node --version): https://nodejs.org/"; exit 1; }

# The virtual environment, with requirements pinned by hash.

$(VENV)/bin/python: | tools
	@echo "== Making the virtual environment in $(VENV)"
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: backend/requirements.txt backend/pyproject.toml | $(VENV)/bin/python
	@echo "== Installing the backend's requirements (about half a minute)"
	@"$(BIN)/pip" install --disable-pip-version-check --require-hashes -r $<
	@"$(BIN)/pip" install --disable-pip-version-check -q --no-deps --no-build-isolation -e backend
	@touch $@

$(VENV)/dev.stamp: backend/requirements-dev.txt $(VENV)/run.stamp
	@echo "== Installing the requirements of tests and linters"
	@"$(BIN)/pip" install --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(PEERS)/.stamp: backend/benchmarks/requirements.txt | tools
	@echo "== Installing the peers of the benchmarks"
	@rm -rf $(PEERS) && $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/pip install --disable-pip-version-check --require-hashes -r $<
	@touch $@

# The pages.

$(MODULES)/.stamp: frontend/package-lock.json frontend/package.json | tools
	@echo "== Installing the frontend's packages (about half a minute)"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(AUDITS)/.stamp: frontend/benchmarks/package-lock.json $(MODULES)/.stamp
	@echo "== Installing Lighthouse"
	@cd frontend/benchmarks && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(MODULES)/.stamp $(PAGES) frontend/vite.config.ts frontend/lingui.config.ts
	@echo "== Building the pages"
	@cd frontend && npm run --silent build -- --logLevel warn
