
# The image initialises an empty volume only: what was begun here is not taken up again.
trap '[ "$?" -eq 0 ] || echo "init: the database is not ready: remove its volume before the next start" >&2' EXIT

