
# url_encode TEXT: prints TEXT percent-encoded.
url_encode() {
    rest=$1
    while [ -n "$rest" ]; do
        tail=${rest#?}
        char=${rest%"$tail"}
        rest=$tail
        case $char in
            [A-Za-z0-9._~-]) printf '%s' "$char" ;;
            *) printf '%%%02X' "'$char" ;;
        esac
    done
}
