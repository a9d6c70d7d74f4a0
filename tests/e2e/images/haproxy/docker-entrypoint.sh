#!/bin/sh
# The contract of docker-entrypoint.sh in docker-library/haproxy 3 (Alpine).
set -e

case ${1-} in
    -*) set -- haproxy "$@" ;;
esac
if [ "${1-}" = haproxy ]; then
    shift
    set -- haproxy -W -db "$@"
fi
exec "$@"
