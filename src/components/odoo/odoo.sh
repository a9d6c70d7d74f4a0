# Starts Odoo in place of the image's entrypoint, whose handling of passwords differs between versions.
# Odoo's configuration is the generated file, followed by the options whose values are secrets. It is
# kept in memory. ODOO_RC contains its path, also for `docker compose exec`.

fail() {
    echo "start: $*" >&2
    exit 1
}

# option NAME SECRET WHERE: prints a line of odoo.conf. Odoo strips spaces at both ends of a value.
option() {
    value=$(secret "$2" "$3")
    case $value in
        ' '* | *' ') fail "the secret $2 begins or ends with a space, which odoo.conf cannot represent: replace $3" ;;
        True | true | False | false | None) fail "the secret $2 is a keyword in odoo.conf, not text: replace $3" ;;
    esac
    printf '%s = %s\n' "$1" "$value"
}

# Waits until PostgreSQL accepts Odoo's login. Uses the Python interpreter that Odoo runs on.
wait_for_database() {
    _stackgen_python=$(sed -n '1s/^#! *//p' "$_stackgen_odoo")
    case $_stackgen_python in
        *python*) ;;
        *) _stackgen_python=python3 ;;
    esac
    # shellcheck disable=SC2086 # the interpreter may have options
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
# The prefix keeps the name from clashing with a variable of the environment.
_stackgen_odoo=$(command -v odoo || command -v odoo-bin) || fail "the image has neither odoo nor odoo-bin in $PATH"
case ${1-} in
    scaffold | help | --help | -h | --version) ;;
    *) wait_for_database ;;
esac
exec "$_stackgen_odoo" "$@"
