//! The script that the PostgreSQL image runs once, after initdb: it creates the role that is not the
//! superuser, and its database.

use super::Postgres;
use crate::artifact::{Artifact, Kind};
use crate::components::script::{READ_SECRET, body, of_kind, source};
use crate::model::Stack;

/// Reports a failure of the first start of PostgreSQL.
pub(super) const INIT_TEXT: &str = include_str!("postgres_init.sh");

/// Where the script is below the folder of the Compose file.
const INIT: &str = "postgres/init.sh";

/// psql as the image calls it, over the socket of the server that runs during the first start.
pub(crate) const PSQL: &str = "psql --no-psqlrc --no-password --quiet --set=ON_ERROR_STOP=1 --set=VERBOSITY=terse \
                    --username=\"$POSTGRES_USER\" --dbname=postgres <<'SQL'";

/// Settings that keep the server from logging the statement that holds the password.
pub(crate) const LOGGED: &[&str] = &[
    "log_statement = 'none'",
    "log_min_error_statement = 'panic'",
    "log_min_duration_statement = -1",
    "log_min_duration_sample = -1",
    "log_transaction_sample_rate = 0",
    "pg_stat_statements.track_utility = 'off'",
];

/// The script, if the role is not the superuser. The image's own shell, which is bash, reads a file
/// that is not executable (docker-library/postgres, docker-entrypoint.sh): the parentheses keep
/// everything in a shell of its own. psql gets the password from a file, so that it stands on no
/// command line and in no environment.
pub(super) fn init(postgres: &Postgres, stack: &Stack, input: &str) -> Option<Artifact> {
    let superuser = postgres.superuser.as_ref()?;
    let mut file = of_kind(Kind::InitScript, INIT, input);
    file.line("(", None);
    body(&mut file, READ_SECRET);
    body(&mut file, INIT_TEXT);
    let (secret, set_by) = (postgres.password.as_str(), source(stack, &postgres.password));
    file.line(format!("(secret {secret} {set_by}) >/dev/null || exit 1"), Some(postgres.password.origin()));
    file.line(PSQL, Some(superuser.name.origin()));
    file.line(format!("\\set role '{}'", postgres.user.as_str()), Some(postgres.user.origin()));
    file.line(format!("\\set database '{}'", postgres.database.as_str()), Some(postgres.database.origin()));
    let read = format!("\\set password `printf '%s' \"$(cat /run/secrets/{secret})\"`");
    file.line(read, Some(postgres.password.origin()));
    for setting in LOGGED {
        file.line(format!("SET {setting};"), None);
    }
    file.line("CREATE ROLE :\"role\" LOGIN CREATEDB PASSWORD :'password';", Some(postgres.user.origin()));
    file.line("CREATE DATABASE :\"database\" OWNER :\"role\";", Some(postgres.database.origin()));
    file.line("SQL", None);
    file.line(")", None);
    Some(file)
}
