# Writes the live configuration of a Redis node to its volume, then starts the node. At every start,
# the settings come from the generated file and the password from the secret. REDIS_ROLE_FROM names
# the source of the role (master or replica): the generated file (seed), the node's last run (data)
# or the sentinels (sentinel). With sentinels, a node never assumes that it is the master: another
# node may have been promoted while this one was down.
seed=/usr/local/etc/redis/redis.conf
live=/data/redis.conf
patience=60 # seconds to wait for an answer from any sentinel before the container exits
election=15 # seconds to wait for a failover that may be in progress

# Prints a line for each sentinel that answers: epoch, host, port and flags of the master that it knows.
answers() {
    for address in $SENTINEL_ADDRESSES; do
        timeout 2 @cli@ -h "${address%:*}" -p "${address##*:}" --raw \
            sentinel master "$SENTINEL_MASTER_NAME" 2>/dev/null |
            awk 'NR % 2 { key = $0; next } { value[key] = $0 }
                END { if ("ip" in value) print value["config-epoch"], value["ip"], value["port"], value["flags"] }' ||
            true
    done
}

# Sets `master` to the host and port of the master, from the answer with the highest epoch.
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
            # The sentinel reports this node as down: a failover may be in progress.
            case $flags in *down* | *failover*) settled=no ;; esac
        fi
        if [ "$settled" = yes ] && [ "$count" -ge "$majority" ]; then
            return
        fi
        # Trust a minority only after 10 s: it may have missed a failover.
        if [ "$settled" = yes ] && [ "$count" -gt 0 ] && [ "$waited" -ge 10 ]; then
            return
        fi
        if [ "$count" -eq 0 ] && [ "$waited" -ge "$patience" ]; then
            fail "no sentinel at $SENTINEL_ADDRESSES answers, so the master is unknown"
        fi
        [ $((waited % 10)) -ne 0 ] || echo "start: waiting for the sentinels ($count of $all answered)" >&2
        sleep 1
        waited=$((waited + 1))
    done
}

role=$(sed -n 's/^replicaof //p' "$seed")
case $REDIS_ROLE_FROM in
    seed) ;;
    data)
        # Ignore an empty file: a full disk can leave one behind.
        if [ -s "$live" ]; then
            known=$(sed -n 's/^replicaof //p' "$live")
            case " $REDIS_NODES " in
                *" ${known% *}:${known#* } "*) role=$known ;;
                *) [ -z "$known" ] && role= || echo "start: ignored the last master, $known: no longer a node" >&2 ;;
            esac
        fi
        ;;
    sentinel)
        ask_sentinels
        role=$master
        [ "$role" != "$REDIS_HOST $REDIS_PORT" ] || role=
        ;;
    *) fail "REDIS_ROLE_FROM must be seed, data or sentinel" ;;
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
