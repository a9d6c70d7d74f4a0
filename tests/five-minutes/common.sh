# shellcheck shell=bash
# What the scripts for the machines of scripts/five-minutes share.

export GIT_AUTHOR_NAME=Newcomer GIT_AUTHOR_EMAIL=newcomer@example.com
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
clone=$HOME/stackgen

step() { printf '\n=== %s (after %s s)\n' "$1" "$SECONDS"; }

fail() {
    printf 'five-minutes: %s\n' "$1" >&2
    exit 1
}

# commands PAGE HEADING: the commands below a heading, up to the next one.
commands() {
    local found
    found=$(awk -v heading="$2" '$0 == heading { on = 1; next } /^#/ && !block { on = 0 } /^```/ { block = !block }
        on && /^\$ / { print substr($0, 3) }' "$clone/$1")
    [ -n "$found" ] || fail "$1 has no commands below '$2'"
    printf '%s\n' "$found"
}

# runs PAGE HEADING: runs them, and keeps what they print in $said.
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
