# Makes the live configuration of a Redis node in its volume, then starts it. The generated file
# decides the settings at each start; the password comes from the secret. Whether the node is the
# master comes from where REDIS_ROLE_FROM says: the generated file (seed), what the node last was
# (data), or the sentinels (sentinel). With sentinels a node never takes itself for the master:
# while it was away another one may have been promoted.
seed=/usr/local/etc/redis/redis.conf
live=/data/redis.conf
patience=60 # seconds without an answer of a sentinel, then the container gives up
election=15 # seconds that a failover may need, if it is under way

# One line for each sentinel that answers: epoch, host, port and flags of the master it knows.
answers() {
    for address in $SENTINEL_ADDRESSES; do
        timeout 2 @cli@ -h "${address%:*}" -p "${address##*:}" --raw \
            sentinel master "$SENTINEL_MASTER_NAME" 2>/dev/null |
            awk 'NR % 2 { key = $0; next } { value[key] = $0 }
                END { if ("ip" in value) print value["config-epoch"], value["ip"], value["port"], value["flags"] }' ||
            true
    done
}

# Sets `master` to the host and port of the master, as the newest answer says.
ask_sentinels() {
    waited=0
    all=$(printf '%s' "$SENTINEL_ADDRESSES" | wc -w)
    majority=$((all / 2 + 1))
    while :; do
        known=$(answers)
        count=$(printf '%s' "$known" | grep -c . || true)
        newest=$(printf '%s\n' "$known" | sort -n -k 1 | tail -n 1)
        flags=$(printf '%s' "$newest" | cut -d ' ' -f 4)
        master=$(printf '%s' "$newest" | cut -d ' ' -f 2,3)
        settled=yes
        if [ "$master" = "$REDIS_HOST $REDIS_PORT" ] && [ "$waited" -lt "$election" ]; then
            # This node is down, says the sentinel: another one may be promoted at this moment.
            case $flags in *down* | *failover*) settled=no ;; esac
        fi
        if [ "$settled" = yes ] && [ "$count" -ge "$majority" ]; then
            return
        fi
        # A minority is believed only after a while: it may not have heard of a failover.
        if [ "$settled" = yes ] && [ "$count" -gt 0 ] && [ "$waited" -ge 10 ]; then
            return
        fi
        if [ "$count" -eq 0 ] && [ "$waited" -ge "$patience" ]; then
            fail "no sentinel answers at $SENTINEL_ADDRESSES, so it is unknown which node is the master"
        fi
        [ $((waited % 10)) -ne 0 ] || echo "start: waiting for the sentinels ($count of $all answer)" >&2
        sleep 1
        waited=$((waited + 1))
    done
}

role=$(sed -n 's/^replicaof //p' "$seed")
case $REDIS_ROLE_FROM in
    seed) ;;
    data)
        # An empty file, of a disk that was full, says nothing.
        if [ -s "$live" ]; then
            known=$(sed -n 's/^replicaof //p' "$live")
            case " $REDIS_NODES " in
                *" ${known% *}:${known#* } "*) role=$known ;;
                *) [ -z "$known" ] && role= || echo "start: dropped the master of the last run, $known: it is no node any more" >&2 ;;
            esac
        fi
        ;;
    sentinel)
        ask_sentinels
        role=$master
        [ "$role" != "$REDIS_HOST $REDIS_PORT" ] || role=
        ;;
    *) fail "REDIS_ROLE_FROM is neither seed, data nor sentinel" ;;
esac

umask 077
{
    grep -v '^replicaof ' "$seed"
    [ -z "$role" ] || echo "replicaof $role"
    if [ -n "${REDIS_PASSWORD_FILE:-}" ]; then
        quoted=$(quoted_password)
        printf 'requirepass %s\nmasterauth %s\n' "$quoted" "$quoted"
    fi
} >"$live.new"
mv "$live.new" "$live"
quoted=
echo "start: ${role:+replica of }${role:-master}" >&2
exec docker-entrypoint.sh @server@ "$live"
