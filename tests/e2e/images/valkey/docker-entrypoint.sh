#!/bin/sh
# The contract of docker-entrypoint.sh in valkey-io/valkey-container 8.1 (Alpine).
set -e

case ${1-} in
    -* | *.conf) set -- valkey-server "$@" ;;
esac

if [ "${1-}" = valkey-server ] && [ "$(id -u)" -eq 0 ]; then
    find . ! -user valkey -exec chown valkey '{}' +
    # Named by its path: busybox's applet of the same name cannot change the user.
    exec /usr/bin/setpriv --reuid valkey --regid valkey --clear-groups "$0" "$@"
fi

if [ "$(umask)" = 0022 ]; then
    umask 0077
fi
# shellcheck disable=SC2086 # flags, as the image takes them
exec "$@" ${VALKEY_EXTRA_FLAGS-}
