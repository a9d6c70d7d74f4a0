#!/usr/bin/env bash
# The contract of docker-entrypoint.sh in docker-library/postgres 15 (Alpine).
set -Eeo pipefail

# from_file NAME [DEFAULT]: exports NAME as given, else as the file NAME_FILE holds it, else DEFAULT.
from_file() {
    local name=$1 file_name=$1_FILE
    if [ -n "${!name:-}" ] && [ -n "${!file_name:-}" ]; then
        echo "error: both $name and $file_name are set (but are exclusive)" >&2
        exit 1
    fi
    local value=${2:-}
    if [ -n "${!name:-}" ]; then
        value=${!name}
    elif [ -n "${!file_name:-}" ]; then
        value=$(<"${!file_name}")
    fi
    export "$name=$value"
    unset "$file_name"
}

# As root, all that the server writes is given to postgres; with `user:` set it has to be there.
make_folders() {
    mkdir -p "$PGDATA"
    chmod 0700 "$PGDATA" || :
    mkdir -p /var/run/postgresql || :
    chmod 03775 /var/run/postgresql || :
    if [ "$(id -u)" -eq 0 ]; then
        find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres '{}' +
    fi
}

sql() {
    PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc "$@"
}

run_init_files() {
    local file
    for file; do
        case $file in
            *.sh)
                if [ -x "$file" ]; then
                    echo "$0: running $file"
                    "$file"
                else
                    echo "$0: sourcing $file"
                    # shellcheck source=/dev/null
                    . "$file"
                fi
                ;;
            *.sql)
                echo "$0: running $file"
                sql --dbname "$POSTGRES_DB" --file "$file"
                ;;
            *) echo "$0: ignoring $file" ;;
        esac
    done
}

# initialise ARGUMENT…: makes the cluster, then the database and what the scripts add, with a
# temporary server that has these arguments and listens on its socket only.
initialise() {
    local method
    # POSTGRES_INITDB_ARGS is shell code: quotes in it group words, and `$` expands.
    # shellcheck disable=SC2016
    eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") '"$POSTGRES_INITDB_ARGS"
    method=$(postgres -C password_encryption "$@")
    printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"

    export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
    pg_ctl -D "$PGDATA" -o "$(printf '%q ' "$@" -c listen_addresses= -p "${PGPORT:-5432}")" -w start
    if [ -z "$(sql --dbname postgres --set db="$POSTGRES_DB" --tuples-only <<<"SELECT 1 FROM pg_database WHERE datname = :'db'")" ]; then
        sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db"'
    fi
    run_init_files /docker-entrypoint-initdb.d/*
    pg_ctl -D "$PGDATA" -m fast -w stop
    unset PGPASSWORD
}

case ${1-} in
    -*) set -- postgres "$@" ;;
esac

if [ "${1-}" = postgres ]; then
    from_file POSTGRES_PASSWORD
    from_file POSTGRES_USER postgres
    from_file POSTGRES_DB "$POSTGRES_USER"
    from_file POSTGRES_INITDB_ARGS
    make_folders
    if [ "$(id -u)" -eq 0 ]; then
        # util-linux's setpriv does what gosu and su-exec do: it sets groups, gid and uid, then execs.
        # It is named by its path because busybox's applet of the same name cannot change the user.
        export HOME=/var/lib/postgresql
        exec /usr/bin/setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
    fi
    if [ -s "$PGDATA/PG_VERSION" ]; then
        printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
    elif [ -z "$POSTGRES_PASSWORD" ]; then
        cat >&2 <<'EOF'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
EOF
        exit 1
    else
        initialise "${@:2}"
        printf '\nPostgreSQL init process complete; ready for start up.\n\n'
    fi
fi

exec "$@"
