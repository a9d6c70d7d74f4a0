# Starts Odoo, whatever the entrypoint of its image does with a password: the configuration that
# Odoo reads is the generated file and, behind it, the options that a secret holds. It is in memory,
# and ODOO_RC names it, for `docker compose exec` too.

fail() {
    echo "start: $*" >&2
    exit 1
}

# option NAME SECRET WHERE: prints a line of odoo.conf, as Odoo reads it: without blanks at the ends.
option() {
    value=$(secret "$2" "$3")
    case $value in
        ' '* | *' ') fail "the secret $2 begins or ends with a blank, which odoo.conf cannot hold: replace $3" ;;
        True | true | False | false | None) fail "the secret $2 is a word that Odoo does not read as text: replace $3" ;;
    esac
    printf '%s = %s\n' "$1" "$value"
}

# Waits until PostgreSQL lets Odoo in, with the interpreter that Odoo runs on.
wait_for_database() {
    _stackgen_python=$(sed -n '1s/^#! *//p' "$_stackgen_odoo")
    case $_stackgen_python in
        *python*) ;;
        *) _stackgen_python=python3 ;;
    esac
    # shellcheck disable=SC2086 # the interpreter and its options
    $_stackgen_python - <<'PYTHON'
@odoo_wait.py@
PYTHON
}

(
    umask 077
    {
        cat /etc/odoo/odoo.conf
        secret_options
    } >"$ODOO_RC.new"
    chmod 400 "$ODOO_RC.new"
    mv -f "$ODOO_RC.new" "$ODOO_RC"
)

case ${1-odoo} in
    odoo | --) [ "$#" -eq 0 ] || shift ;;
    -*) ;;
    *) exec "$@" ;;
esac
# Its name is not one of the environment's, which may be anything.
_stackgen_odoo=$(command -v odoo || command -v odoo-bin) || fail "neither odoo nor odoo-bin is in the PATH of the image, $PATH"
case ${1-} in
    scaffold | help | --help | -h | --version) ;;
    *) wait_for_database ;;
esac
exec "$_stackgen_odoo" "$@"
