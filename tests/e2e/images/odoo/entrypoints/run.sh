
wait_for_database() {
    # Without quotes, as upstream: a password with a blank in it breaks here.
    # shellcheck disable=SC2068
    wait-for-psql.py ${arguments[@]} --timeout=30
}

case ${1-} in
    -- | odoo)
        shift
        [ "${1-}" = scaffold ] || wait_for_database
        exec odoo "$@" "${arguments[@]}"
        ;;
    -*)
        wait_for_database
        exec odoo "$@" "${arguments[@]}"
        ;;
    *) exec "$@" ;;
esac
