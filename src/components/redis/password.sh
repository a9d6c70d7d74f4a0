set -eu

fail() {
    echo "start: $*" >&2
    exit 1
}

# quoted_password prints the password in double quotes, escaped for the server's configuration.
quoted_password() {
    LC_ALL=C # in this subshell only, so that [:print:] matches ASCII only
    [ -r "$REDIS_PASSWORD_FILE" ] || fail "the password file $REDIS_PASSWORD_FILE cannot be read: set $where"
    text=$(cat "$REDIS_PASSWORD_FILE")
    case $text in
        '') fail "the password in $REDIS_PASSWORD_FILE is empty: set $where" ;;
        *[![:print:]]*) fail "the password in $REDIS_PASSWORD_FILE must contain only printable ASCII: replace $where" ;;
    esac
    printf '"'
    printf '%s' "$text" | sed 's/[\\"]/\\&/g'
    printf '"'
}

