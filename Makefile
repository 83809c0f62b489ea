# From a clone to green: `make demo` and `make test` set everything up by themselves.
.POSIX:

VENV = .venv
BIN = $(VENV)/bin
PY = $(BIN)/python
READY = $(VENV)/ready
WORKERS = 2
SECONDS = 60

.PHONY: help demo test soak fuzz check lint types layers lock schema docs screenshots precision clean

help:
	@echo 'make demo    set up, and show what habeas does with its bundled reports'
	@echo 'make test    set up, and run every test'
	@echo 'make soak    the tests that take longer'
	@echo 'make fuzz    mutated bytes for all that reads a stranger'"'"'s, SECONDS (60) each'
	@echo 'make check   lint, types and layers'
	@echo 'make schema  write the JSON Schema of the exchange format again'
	@echo 'make docs    write docs/commands.md again'
	@echo 'make screenshots  photograph every page again, into docs/screenshots'
	@echo 'make precision  measure each rule again, after a rule or a word has changed'
	@echo 'make lock    choose the newest versions that pyproject.toml allows'

demo: $(READY)
	@$(BIN)/habeas demo

test: $(READY)
	@sh scripts/set-up-browser
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup -m 'not soak'

# Exit code 5: there is no such test.
soak: $(READY)
	@$(PY) -m pytest -m soak || test $$? -eq 5

# Mutated bytes for everything that reads a stranger's, SECONDS for each; what is found is kept in fuzzing/.
fuzz: $(READY)
	@$(PY) scripts/fuzz.py --seconds $(SECONDS)

check: lint types layers

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(READY)
	@$(PY) -m mypy --strict

layers: $(READY)
	@$(BIN)/lint-imports

# A venv of its own for uv, which nothing else here needs.
lock:
	@sh scripts/find-python -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(VENV)-lock/bin/uv pip compile --quiet --universal --upgrade --all-extras --generate-hashes \
		--no-emit-index-url --python-version 3.11 \
		--custom-compile-command 'make lock' --output-file requirements.lock pyproject.toml
	@rm -rf $(VENV)-lock

schema: $(READY)
	@$(PY) -m habeas.wire.claims
	@$(PY) -m habeas.wire.reckoned
	@$(PY) -m habeas.wire.acts

docs: $(READY)
	@COLUMNS=80 $(PY) scripts/commands_page.py > docs/commands.md.new
	@mv docs/commands.md.new docs/commands.md

screenshots: $(READY)
	@sh scripts/set-up-browser
	@$(PY) scripts/screenshots.py

# What each rule reaches on the annotated reports; claims get their precision from it.
precision: $(READY)
	@$(PY) scripts/rule_precision.py tests/corpus/gold tests/corpus/reports

clean:
	rm -rf $(VENV) $(VENV)-lock

$(READY): pyproject.toml requirements.lock
	@sh scripts/set-up $(VENV) $(READY)
