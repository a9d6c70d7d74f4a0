# Makes the live configuration of a sentinel in its volume, then starts it. The generated file
# decides the settings at each start and the password comes from the secret; what the sentinel
# learnt in earlier runs (its id, the epochs, the master after a failover, its peers) is kept.
set -eu

seed=/usr/local/etc/redis/sentinel.conf
live=/data/sentinel.conf

fail() {
    echo "start: $*" >&2
    exit 1
}

umask 077
{
    if [ -f "$live" ]; then
        # The master's address of the last run, with the quorum of the generated file.
        awk '
            NR == FNR { if ($1 == "sentinel" && $2 == "monitor") { host = $4; port = $5 } next }
            $1 == "sentinel" && $2 == "monitor" && host != "" { $4 = host; $5 = port }
            { print }
        ' "$live" "$seed"
        grep -E '^sentinel (myid|config-epoch|leader-epoch|current-epoch|known-replica|known-sentinel) ' "$live" || true
    else
        cat "$seed"
    fi
    if [ -n "${REDIS_PASSWORD_FILE:-}" ]; then
        [ -r "$REDIS_PASSWORD_FILE" ] || fail "the password's file $REDIS_PASSWORD_FILE cannot be read"
        password=$(cat "$REDIS_PASSWORD_FILE")
        case $password in
            '') fail "the password is empty: set it in .env" ;;
            *[![:print:]]*) fail "the password has characters other than printable ASCII" ;;
        esac
        quoted=$(printf '%s' "$password" | sed 's/[\\"]/\\&/g')
        printf 'sentinel auth-pass %s "%s"\n' "$SENTINEL_MASTER_NAME" "$quoted"
    fi
} >"$live.new"
mv "$live.new" "$live"
unset password quoted
exec docker-entrypoint.sh redis-server "$live" --sentinel
