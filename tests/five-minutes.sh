#!/usr/bin/env bash
# What a new user does, in a machine that `scripts/five-minutes` made: the commands of docs/guide.md as they stand there,
# then mistakes that the hook has to stop.
set -euo pipefail

export GIT_AUTHOR_NAME=Newcomer GIT_AUTHOR_EMAIL=newcomer@example.com
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
# Three builds of one source share what they can: Cargo's own, the wheel's, the hook's. How fast the program is does not
# matter here, how long it takes to compile does.
export CARGO_TARGET_DIR=$HOME/target CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off
export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
clone=$HOME/stackgen

step() { printf '\n=== %s (after %s s)\n' "$1" "$SECONDS"; }

fail() {
    printf 'five-minutes: %s\n' "$1" >&2
    exit 1
}

# commands PAGE TITLE: the commands of a section; those of the tests run elsewhere.
commands() {
    local found
    found=$(awk -v title="## $2" '$0 == title { on = 1; next } /^## / { on = 0 } on && /^\$ / { print substr($0, 3) }' \
        "$clone/$1" | grep -v '^scripts/')
    [ -n "$found" ] || fail "$1 has no commands under '$2'"
    printf '%s\n' "$found"
}

# runs PAGE TITLE: runs them, and keeps what they say in $said.
runs() {
    step "$1: $2"
    said=$(bash -euo pipefail -xc "$(commands "$1" "$2")" 2>&1) || {
        printf '%s\n' "$said" >&2
        fail "$1 does not work: $2"
    }
    printf '%s\n' "$said" | tail -n 12
}

follow() { runs docs/guide.md "$1"; }

saw() {
    local text
    for text in "$@"; do
        [[ $said == *"$text"* ]] || {
            printf '%s\n' "$said" >&2
            fail "nobody said: $text"
        }
    done
}

step "Tools from PyPI"
python3 -m venv "$HOME/tools"
PATH=$HOME/.cargo/bin:$HOME/tools/bin:$PATH
grep -E '^(maturin|pre_commit)==' "$HOME/requirements.txt" >"$HOME/own.txt"
pip install -q -r "$HOME/own.txt"

git clone -q "$HOME/stackgen.git" "$clone"
cd "$clone"
follow Install
commit=$(git log -1 --abbrev=12 --format=%h)
for program in "$HOME/.cargo/bin/stackgen" "$HOME/tools/bin/stackgen"; do
    said=$("$program" --version)
    saw "stackgen 0." "($commit "
    echo "$program: $said"
done
[ -s "$HOME/.local/share/man/man1/stackgen.1" ] || fail "no manual page"

runs README.md "Three commands"
saw "generated: 29 files" "0 changed"
runs README.md "Starting the stack"
saw "generated/.env: new values for" "CLAUDE_API_KEY has no value yet"
[ -z "$(git status --porcelain)" ] || fail "the README changes $(git status --porcelain)"

mkdir "$HOME/shop"
cd "$HOME/shop"
said=$(stackgen 2>&1) && fail "nothing to do is no success"
saw "\`stackgen init\` writes a first one"
said=$(stackgen build 2>&1) && fail "nothing to build is no success"
saw "write one with \`stackgen init\`"

follow "First stack"
saw "inputs/stack.toml: production-ha on 8 GiB and 4 CPUs" "files for development, production"
[[ $said != *warning* && $said != *advice* ]] || fail "a first stack has findings"
follow "Start it"
saw "new values for ODOO_DB_PASSWORD" "have values"
[ "$(stat -c %a generated/.env)" = 600 ] || fail "others may read generated/.env"
[ -z "$(git status --porcelain)" ] || fail "git sees $(git status --porcelain)"
follow "When something is wrong"
saw "shared-buffers-exceed-limit" "nothing was written" "refused, with status 1" "workers = 4"
follow "Modes"
saw "workers = 0"
follow "Secrets"
saw "ODOO_ADMIN_PASSWORD has a new value" "docker compose up -d --force-recreate"
follow "CI"

step "The hook's configuration, as the guide shows it"
awk '/^## A commit hook/ { on = 1 } on && /^```$/ { exit } on && inside { print } on && /^```yaml/ { inside = 1 }' \
    "$clone/docs/guide.md" |
    sed "s|<the address of this repository>|$HOME/stackgen.git|; s|<a commit or a tag of it>|$(git -C "$clone" rev-parse HEAD)|" \
        >.pre-commit-config.yaml
git add .pre-commit-config.yaml
follow "A commit hook"
saw "stackgen build --check" "Passed"
git commit -qm "The hook"
follow "Upgrading"
[ -z "$(git status --porcelain)" ] || fail "the same version changes $(git status --porcelain)"

# broken WHAT SCRIPT MESSAGE…: a commit of it is refused, with these words.
broken() {
    local what=$1 script=$2
    shift 2
    step "Broken: $what"
    bash -euc "$script"
    git add -A
    said=$(git commit -m "$what" 2>&1) && fail "it was let through: $what"
    saw Failed "$@"
    printf '%s\n' "$said" | grep -E "×|⚠|Failed|: (out of date|edited|missing)|^error|did you mean" || true
    git reset -q --hard
    git clean -qfd
}

broken "more processes than PostgreSQL has connections for" \
    "sed -i 's/^db_maxconn = [0-9]*/db_maxconn = 64/' inputs/stack.toml" \
    "connections-exceed-postgres" "inputs/stack.toml:" "db_maxconn = 64"
broken "buffers that the container has no memory for" \
    "sed -i 's/shared_buffers = \"[^\"]*\"/shared_buffers = \"6 GiB\"/' inputs/stack.toml" \
    "shared-buffers-exceed-limit" "the container's limit"
broken "a key that does not exist" \
    "sed -i 's/^list_db/listdb/; s/^proxy/prxy/' inputs/stack.toml" \
    "prxy" "did you mean \`proxy\`?"
broken "a password in the input" \
    "printf '[odoo.environment]\nAPI_TOKEN = \"canary-4f9a77c1e2\"\n' >>inputs/stack.toml" \
    "secret-literal"
[[ $said != *canary-4f9a77c1e2* ]] || fail "the password is shown"
broken "an input that was not built" \
    "sed -i 's/^workers = [1-9].*/workers = 1/' inputs/stack.toml" \
    "out of date" "+workers = 1" "The input has changed: run \`stackgen build\`"
broken "a generated file that was edited" \
    "sed -i 's/mem_limit\|memory: .*/memory: 1g/' generated/docker-compose.yml" \
    "edited by hand" "move the change into the input, then \`stackgen build --force\`"
step "Broken: a generated file that was deleted, for which pre-commit starts no hook: the gate of CI sees it"
git rm -q generated/odoo/odoo.conf
said=$(stackgen build --check 2>&1) && fail "it was let through"
saw "generated/odoo/odoo.conf: missing" "\`stackgen build\` writes it again"
git reset -q --hard

step "And a change that is right goes through"
sed -i 's/^workers = [1-9].*/workers = 1/' inputs/stack.toml
stackgen build
git add -A
git commit -qm "One worker"
[ -z "$(git status --porcelain)" ] || fail "something is left: $(git status --porcelain)"
printf '\nfive-minutes: done in %s s\n' "$SECONDS"
