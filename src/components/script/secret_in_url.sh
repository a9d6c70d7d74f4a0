
# secret_in_url NAME WHERE: prints the value of a secret for a URL whose reader does not percent-decode it.
secret_in_url() {
    as_is=$(secret "$1" "$2") || exit 1
    case $as_is in
        *[][/?#@]*)
            echo "start: the secret $1 contains / ? # @ [ or ], which its reader cannot parse in a URL: replace $2" >&2
            exit 1
            ;;
    esac
    printf '%s' "$as_is"
}
