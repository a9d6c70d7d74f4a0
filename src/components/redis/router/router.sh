# Starts HAProxy. The password is nowhere but in its environment: REDIS_AUTH is the command AUTH as Redis reads it, in
# hexadecimal digits, which haproxy.cfg sends before it asks a node for its role.
export REDIS_AUTH
exec haproxy -db -f /usr/local/etc/haproxy/haproxy.cfg
