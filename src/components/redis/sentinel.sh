# Writes the live configuration of a sentinel to its volume, then starts the sentinel. At every
# start, the settings come from the generated file and the password from the secret. State from
# earlier runs (the id, the epochs, the master after a failover, the other sentinels) is kept where
# it still matches the master name, the nodes and the sentinels of the stack. Every node except the
# master is configured as a replica: otherwise the sentinel learns of the replicas from the master
# within 10 s, and if the master fails before that, there is no replica to promote.
seed=/usr/local/etc/redis/sentinel.conf
live=/data/sentinel.conf

umask 077
# Ignore an empty file: a full disk can leave one behind.
state=
[ ! -s "$live" ] || state=$live
{
    # shellcheck disable=SC2016 # awk expands the variables
    awk -v seed="$seed" -v name="$SENTINEL_MASTER_NAME" -v nodes=" $REDIS_NODES " -v peers=" $SENTINEL_ADDRESSES " '
        function among(list, address) { return index(list, " " address " ") > 0 }
        function drop() { sub(/^sentinel /, ""); dropped[++drops] = $0 }
        function keep(fits) { if (fits) kept[++keeps] = $0; else drop() }
        FILENAME == seed {
            if ($1 == "sentinel" && $2 == "monitor") {
                if (host != "") { $4 = host; $5 = port }
                master = $4 ":" $5
            }
            print
            next
        }
        $1 != "sentinel" { next }
        $2 == "monitor" {
            if (NF == 6 && among(nodes, $4 ":" $5)) { host = $4; port = $5 } else drop()
        }
        $2 == "myid" { keep(NF == 3 && $3 ~ /^[0-9a-f]+$/ && length($3) == 40) }
        $2 == "current-epoch" { keep(NF == 3 && $3 ~ /^[0-9]+$/) }
        $2 == "config-epoch" || $2 == "leader-epoch" { keep(NF == 4 && $3 == name && $4 ~ /^[0-9]+$/) }
        $2 == "known-replica" {
            if (!(NF == 5 && $3 == name && among(nodes, $4 ":" $5))) drop()
        }
        $2 == "known-sentinel" { keep(NF == 6 && $3 == name && among(peers, $4 ":" $5)) }
        END {
            for (i = 1; i <= keeps; i++) print kept[i]
            count = split(nodes, node, " ")
            for (i = 1; i <= count; i++) {
                # The master is not a replica.
                if (node[i] == master) continue
                split(node[i], word, ":")
                print "sentinel known-replica", name, word[1], word[2]
            }
            for (i = 1; i <= drops; i++) print "# dropped: " dropped[i]
        }
    ' ${state:+"$state"} "$seed"
    if [ -n "${REDIS_PASSWORD_FILE:-}" ]; then
        quoted=$(quoted_password)
        printf 'sentinel auth-pass %s %s\n' "$SENTINEL_MASTER_NAME" "$quoted"
    fi
} >"$live.new"
sed -n 's/^# dropped: /start: dropped outdated state: /p' "$live.new" >&2
mv "$live.new" "$live"
quoted=
exec docker-entrypoint.sh @server@ "$live" --sentinel
