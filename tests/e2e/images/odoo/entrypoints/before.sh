#!/bin/bash
# The contract of entrypoint.sh in odoo/docker, the same for 17.0, 18.0 and 19.0, in images that were
# built before 2026-05-12: all four options are always on the command line.
set -e

if [ -v PASSWORD_FILE ]; then
    PASSWORD=$(<"$PASSWORD_FILE")
fi

arguments=()

# argument OPTION VALUE: the value that stands in the configuration file comes first.
argument() {
    local value=$2
    if grep -qE "^\s*\b$1\b\s*=" "$ODOO_RC"; then
        value=$(grep -E "^\s*\b$1\b\s*=" "$ODOO_RC" | cut -d ' ' -f 3)
    fi
    arguments+=("--$1" "$value")
}
argument db_host "${HOST:-db}"
argument db_port "${PORT:-5432}"
argument db_user "${USER:-odoo}"
argument db_password "${PASSWORD:-odoo}"
