
# The image initializes only an empty volume: it does not resume a failed initialization at the next start.
trap '[ "$?" -eq 0 ] || echo "init: the database is incomplete: remove its volume before the next start" >&2' EXIT

