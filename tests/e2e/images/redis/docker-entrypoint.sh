#!/bin/sh
# The contract of docker-entrypoint.sh in docker-library/redis 7 (Alpine).
set -e

case ${1-} in
    -* | *.conf) set -- redis-server "$@" ;;
esac

if [ "${1-}" = redis-server ] && [ "$(id -u)" -eq 0 ]; then
    find . ! -user redis -exec chown redis '{}' +
    # util-linux's setpriv does what gosu and su-exec do: it sets groups, gid and uid, then execs,
    # so the server keeps the process id and needs SETUID and SETGID only. It is named by its path
    # because busybox's applet of the same name cannot change the user.
    exec /usr/bin/setpriv --reuid redis --regid redis --init-groups "$0" "$@"
fi

if [ "$(umask)" = 0022 ]; then
    umask 0077
fi
exec "$@"
