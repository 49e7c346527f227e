# opendoor: `make plan` plans the example school, `make test` is the whole gate, `make bench` measures the parts,
# `make tables` what the whole reaches, `make peers` compares with other solvers.
# One cargo profile everywhere: the solver underneath takes minutes to build for each.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := plan
# Where rustup puts cargo, for shells that have not been started anew since.
export PATH := $(PATH):$(HOME)/.cargo/bin
INSTANCE ?= instances/secondary.json
OPENDOOR := target/release/opendoor
# Seconds for each solver on each instance.
PEERS_LIMIT ?= 60
PEERS := target/peers

# Rows of `make tables`: beginnings of their names; empty = all but those that take too long.
ROWS ?=

.PHONY: plan test bench tables peers tools lint

# Plans a whole school and shows the round. Another one: make plan INSTANCE=my-school.json
plan: tools
	cargo build --release --locked
	$(OPENDOOR) solve $(INSTANCE) -o target/plan.json
	@echo "The plan is in target/plan.json; $(OPENDOOR) check $(INSTANCE) target/plan.json judges it again."

test: tools lint
	cargo test --release --locked --no-fail-fast

lint: tools
	@cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 || rustup component add rustfmt clippy
	cargo fmt --check
	cargo clippy --release --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --release --locked --no-deps

bench: tools
	cargo bench --locked

# Schools of every size beside what is to be reached, what each rule costs, growth, and the pricing kernel; into
# benches/results/. About half an hour; some rows only: make tables ROWS="secondary primary-80".
tables: tools
	cargo bench --locked --bench tables -- $(ROWS)

# The same rounds planned by general solvers, the same graphs matched by LEMON; into benches/results/. The only place
# where Python's packages are fetched.
peers: tools
	.ci/tools peers
	cargo build --release --locked
	mkdir -p $(PEERS)
	c++ -O3 -DNDEBUG -w -o $(PEERS)/lemon benches/peers/lemon.cpp
	[[ -x $(PEERS)/venv/bin/python ]] || python3 -m venv $(PEERS)/venv
	$(PEERS)/venv/bin/pip install --quiet --disable-pip-version-check -r benches/peers/requirements.txt
	PYTHONDONTWRITEBYTECODE=1 $(PEERS)/venv/bin/python benches/peers/run.py --limit $(PEERS_LIMIT)

# Does nothing, and needs no network, where everything is there already.
tools:
	@.ci/tools
