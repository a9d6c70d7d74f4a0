#!/bin/bash
# The contract of 17.0/entrypoint.sh and 18.0/entrypoint.sh in odoo/docker since 2026-05-12: the
# password of PGPASSWORD is on the command line.
set -e

if [ -v PASSWORD_FILE ]; then
    PASSWORD=$(<"$PASSWORD_FILE")
fi

arguments=()

# argument OPTION VALUE: puts the option on the command line, where the configuration file does not have it.
argument() {
    grep -qE "^\s*\b$1\b\s*=" "$ODOO_RC" || arguments+=("--$1" "$2")
}
argument db_host "${HOST:-${PGHOST:-db}}"
argument db_port "${PORT:-${PGPORT:-5432}}"
argument db_user "${USER:-${PGUSER:-odoo}}"
argument db_password "${PASSWORD:-${PGPASSWORD:-odoo}}"
