set -eu

fail() {
    echo "start: $*" >&2
    exit 1
}

# quoted_password prints the password in quotes, as the server's configuration reads it.
quoted_password() {
    LC_ALL=C # in this subshell only: no other locale's letters are printable
    [ -r "$REDIS_PASSWORD_FILE" ] || fail "the password's file $REDIS_PASSWORD_FILE cannot be read: set $where"
    text=$(cat "$REDIS_PASSWORD_FILE")
    case $text in
        '') fail "the password in $REDIS_PASSWORD_FILE is empty: set $where" ;;
        *[![:print:]]*) fail "the password in $REDIS_PASSWORD_FILE has characters other than printable ASCII: replace $where" ;;
    esac
    printf '"'
    printf '%s' "$text" | sed 's/[\\"]/\\&/g'
    printf '"'
}

