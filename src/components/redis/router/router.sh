# Starts HAProxy. The password is only in its environment: REDIS_AUTH contains the command AUTH in the Redis protocol,
# as hexadecimal digits. The health checks in haproxy.cfg send it to a node before they ask for its role.
export REDIS_AUTH
exec haproxy -db -f /usr/local/etc/haproxy/haproxy.cfg
