#!/bin/bash
# The contract of 19.0/entrypoint.sh in odoo/docker since 2026-05-12.
set -e

if [ -v PASSWORD_FILE ]; then
    PASSWORD=$(<"$PASSWORD_FILE")
fi

arguments=()

# argument OPTION VALUE VARIABLE: puts the option on the command line, where neither the
# environment nor the configuration file decides it.
argument() {
    if [ ! -v "$3" ] && ! grep -qE "^\s*\b$1\b\s*=" "$ODOO_RC"; then
        arguments+=("--$1" "$2")
    fi
}
argument db_host "${HOST:-db}" PGHOST
argument db_port "${PORT:-5432}" PGPORT
argument db_user "${USER:-odoo}" PGUSER
argument db_password "${PASSWORD:-odoo}" PGPASSWORD
