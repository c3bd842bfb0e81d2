# What is done often, by one name each. `make` lists them.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run aws-local aws-local-stop test test-aws test-cdk test-identity test-strangers test-sdk test-schema test-openapi test-fuzz fuzz seal bench coverage mutants lint fmt doc infra openapi vectors clean rust cargo-deny bare-target lint-sdk

CARGO ?= cargo
# The crates that must build for a microcontroller, and the one they are built for.
BARE_CRATES := -p wavecast-wire -p wavecast-device
BARE_TARGET := thumbv7em-none-eabihf
DENY_VERSION := 0.20.2

help: ## List these
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: rust ## Build and start the whole stack on this machine; the first time with a tour
	$(CARGO) build --locked -p wavecast-agent -p wavecast-cli
	$(CARGO) run --locked --quiet -p wavecast-cli --bin wavecast -- dev --tour

aws-local: rust ## Bring the stack for AWS up on this machine, without Docker or an account
	CARGO="$(CARGO)" localstack/up

aws-local-stop: ## End what aws-local started
	localstack/down

test: rust ## Run every test; the last line is the sum
	CARGO="$(CARGO)" tests/run

test-strangers: rust ## Let other people's TUF clients update from a channel of ours; a part of `test`
	CARGO="$(CARGO)" tests/strangers/run

test-sdk: rust ## Hold the SDKs in Python and TypeScript against Rust's answers; a part of `test`
	CARGO="$(CARGO)" tests/sdk/run

test-schema: rust ## Hold shared/schema against the official cases of JSON Schema 2020-12; a part of `test`
	CARGO="$(CARGO)" tests/schema/run

test-openapi: rust ## Attack the API by its own OpenAPI document; a part of `test`
	CARGO="$(CARGO)" tests/openapi/run

test-fuzz: rust ## Run every fuzz target on a bounded number of inputs; a part of `test`
	CARGO="$(CARGO)" tests/fuzz/run

# How long each target runs, and which do: make fuzz SECONDS=600 TARGET="update differential"
SECONDS ?= 60
TARGET ?=
fuzz: rust ## Run every fuzz target for a minute, or SECONDS=600 TARGET=update
	CARGO="$(CARGO)" tests/fuzz/run $(SECONDS) $(TARGET)

test-cdk: ## Judge the templates for AWS and the powers in them; a part of `test`
	cdk/run

test-identity: rust ## Sign in at the real Keycloak, by every flow; a part of `test`
	CARGO="$(CARGO)" tests/identity/run

test-aws: rust ## Try the AWS backend on two emulators, then deploy it on one and ship releases through it; a part of `test`
	CARGO="$(CARGO)" tests/aws-servers/run
	CARGO="$(CARGO)" tests/aws/run

bench: rust ## Measure, beside nginx and others; prints tables (docs/performance.md explains them)
	CARGO="$(CARGO)" tests/bench/run

coverage: rust ## Print which lines of wire, device, domain and engine the tests reach
	CARGO="$(CARGO)" tests/coverage/run

mutants: rust ## Try every mutant of wire and domain against the tests; the last line is the count
	CARGO="$(CARGO)" tests/mutants/run

seal: rust ## Search the seal protocol, and say how many schedules and states were tried; a part of `test`
	$(CARGO) test --locked -p wavecast-seal -- --nocapture

lint: rust cargo-deny bare-target lint-sdk ## Check format, lints, dependencies, and the build without std
	$(CARGO) fmt --all -- --check
	$(CARGO) fmt --manifest-path tests/strangers/rust/Cargo.toml -- --check
	$(CARGO) fmt --manifest-path tests/fuzz/Cargo.toml -- --check
	$(CARGO) clippy --locked --workspace --all-targets --features wavecast-cli/aws -- -D warnings
	$(CARGO) deny --all-features check bans licenses sources
	$(CARGO) build --locked $(BARE_CRATES) --target $(BARE_TARGET)
	cdk/check
	infra/check

lint-sdk:
	tests/sdk/lint

fmt: rust ## Format all code
	$(CARGO) fmt --all

doc: rust ## Build the API documentation of the crates, into target/doc
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --workspace --no-deps

openapi: rust ## Write the OpenAPI document and the client anew from the API's code
	WAVECAST_REWRITE=1 $(CARGO) test --locked --quiet -p wavecast-api --test it document::
	WAVECAST_REWRITE=1 $(CARGO) test --locked --quiet -p wavecast-client --test it generated::

infra: ## Write the templates for SAM and LocalStack anew from cdk/
	cdk/ready && node cdk/dist/bin/infra.js --write

vectors: rust ## Write the generated vectors anew; look at the difference before committing it
	WAVECAST_WRITE_VECTORS=1 $(CARGO) test --locked --quiet -p wavecast-wire --test it vectors::
	WAVECAST_WRITE_VECTORS=1 $(CARGO) test --locked --quiet -p wavecast-domain --test it composed::

clean: ## Remove what was built; data of the local stack stays
	$(CARGO) clean

# What the targets above need. Rust's own parts come by rust-toolchain.toml.
rust:
	@command -v $(CARGO) >/dev/null || { echo "Rust is missing; get it with: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh" >&2; exit 1; }
	@command -v cc >/dev/null || { echo "A C compiler is missing; get it with: sudo apt-get install -y gcc libc6-dev" >&2; exit 1; }

cargo-deny:
	@$(CARGO) deny --version >/dev/null 2>&1 || $(CARGO) install cargo-deny --locked --version $(DENY_VERSION)

bare-target:
	@test -d "$$(rustc --print target-libdir --target $(BARE_TARGET))" || rustup target add $(BARE_TARGET) || \
		{ echo "The standard library of $(BARE_TARGET) is missing; get rustup, then: rustup target add $(BARE_TARGET)" >&2; exit 1; }
