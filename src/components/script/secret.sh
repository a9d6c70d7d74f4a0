set -eu

# secret NAME WHERE: prints the value of the secret NAME. WHERE is where to set it, for error messages.
secret() {
    LC_ALL=C # in this subshell only, so that [:print:] matches ASCII only
    if [ ! -r "/run/secrets/$1" ]; then
        echo "start: the secret $1 cannot be read: set $2" >&2
        exit 1
    fi
    text=$(cat "/run/secrets/$1")
    case $text in
        '')
            echo "start: the secret $1 is empty: set $2" >&2
            exit 1
            ;;
        *[![:print:]]*)
            echo "start: the secret $1 must contain only printable ASCII: replace $2" >&2
            exit 1
            ;;
    esac
    printf '%s' "$text"
}
