set -eu

# secret NAME WHERE: prints the value of a secret, which is set at WHERE.
secret() {
    LC_ALL=C # in this subshell only: no other locale's letters are printable
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
            echo "start: the secret $1 has characters other than printable ASCII: replace $2" >&2
            exit 1
            ;;
    esac
    printf '%s' "$text"
}
