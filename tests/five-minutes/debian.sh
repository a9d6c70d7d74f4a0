#!/usr/bin/env bash
# The Debian package, as root on the machine of user.sh.
set -euo pipefail
# shellcheck source=tests/five-minutes/common.sh
. "$HOME/tests/common.sh"

cd "$HOME/release"
step "docs/guide.md: ### On Debian and Ubuntu"
command=$(commands docs/guide.md "### On Debian and Ubuntu")
bash -euc "export DEBIAN_FRONTEND=noninteractive; ${command#sudo } -q -y" >"$HOME/apt.log" 2>&1 || {
    cat "$HOME/apt.log" >&2
    fail "apt did not install it"
}
said=$(dpkg -s stackgen)
saw "Status: install ok installed" "Architecture: amd64"
said=$(/usr/bin/stackgen --version)
saw "stackgen 0."
for path in /usr/share/man/man1/stackgen.1.gz /usr/share/bash-completion/completions/stackgen /usr/share/doc/stackgen/copyright; do
    [ -s "$path" ] || [[ $path == /usr/share/man/* || $path == /usr/share/doc/* ]] || fail "$path is missing"
    dpkg -L stackgen | grep -qx "$path" || fail "$path is not in the package"
done
dpkg --remove stackgen >/dev/null
[ ! -e /usr/bin/stackgen ] || fail "it stays behind"
printf '\nfive-minutes: the Debian package is installed and removed\n'
