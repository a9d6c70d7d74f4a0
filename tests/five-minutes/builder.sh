#!/usr/bin/env bash
# The ways from source, on a machine with a linker and a Rust toolchain: docs/guide.md's, and the hook where no stackgen of its
# version is installed.
set -euo pipefail
# shellcheck source=tests/five-minutes/common.sh
. "$HOME/tests/common.sh"

# Two builds of one source share what they can. How fast the program is does not matter here, how long it takes to compile
# does.
export CARGO_TARGET_DIR=$clone/target CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off
export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
git clone -q "$HOME/stackgen.git" "$clone"
cd "$clone"

follow "### From source"
PATH=$HOME/.cargo/bin:$PATH
said=$(stackgen --version)
saw "stackgen 0." "($(git log -1 --abbrev=12 --format=%h) "
said=$(scripts/hook --version)
saw "stackgen 0."
[ ! -e target/hook ] || fail "the hook builds what is installed"

step "The hook, where another version is installed"
mkdir "$HOME/other"
printf '#!/bin/sh\necho stackgen 0.0.1\n' >"$HOME/other/stackgen"
chmod +x "$HOME/other/stackgen"
said=$(PATH=$HOME/other:$PATH scripts/hook check)
saw "inputs/stack.toml"
[ -x "$(echo target/hook/*/bin/stackgen)" ] || fail "the hook did not build its version"
said=$(PATH=$HOME/other:/usr/bin:/bin scripts/hook --version)
saw "stackgen 0." "("
step "And where there is no Cargo either"
rm -r target/hook
status=0
said=$(PATH=$HOME/other:/usr/bin:/bin scripts/hook check 2>&1) || status=$?
[ "$status" -eq 2 ] || fail "it ends with $status"
saw "is needed, but the PATH has stackgen 0.0.1"
printf '\nfive-minutes: built in every way in %s s\n' "$SECONDS"
