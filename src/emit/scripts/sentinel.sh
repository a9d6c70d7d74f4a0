# Makes the live configuration of a sentinel in its volume, then starts it. The generated file
# decides the settings at each start and the password comes from the secret; what the sentinel
# learnt in earlier runs (its id, the epochs, the master after a failover, its peers) is kept.
seed=/usr/local/etc/redis/sentinel.conf
live=/data/sentinel.conf

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
        quoted=$(quoted_password)
        printf 'sentinel auth-pass %s %s\n' "$SENTINEL_MASTER_NAME" "$quoted"
    fi
} >"$live.new"
mv "$live.new" "$live"
quoted=
exec docker-entrypoint.sh redis-server "$live" --sentinel
