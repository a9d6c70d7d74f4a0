# The commands of a contributor: `just` lists them.

_list:
    @just --list

# The fast loop: format, lint, and the tests of the library
fast:
    cargo fmt
    cargo clippy --locked -- -D warnings
    cargo nextest run --locked --lib --test rules --test structure --test docs

# Everything that CI checks without a Docker engine; installs what it needs (Debian, root)
check:
    scripts/test

# The generated stack on a Docker engine; NAME runs some of the tests
e2e *NAME:
    scripts/e2e {{ NAME }}

# Accept the snapshots, pages, schemas and generated files that a change of texts or rules makes
accept:
    INSTA_UPDATE=always cargo nextest run --locked --no-fail-fast || true
    UPDATE_DOCS=1 cargo nextest run --locked --test docs --test architecture --test as_written
    cargo run -q --locked -- schema > target/schema.json && cp target/schema.json schema/stack.schema.json
    cargo run -q --locked -- schema findings > target/schema.json && cp target/schema.json schema/findings.schema.json
    cargo run -q --locked -- build

# What a release consists of, in target/dist
release:
    scripts/release

# The documentation as a site, in target/site
site:
    scripts/site

# The numbers of docs/performance.md
bench *WHAT:
    scripts/bench {{ WHAT }}
