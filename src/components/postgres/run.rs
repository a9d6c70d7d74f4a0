//! PostgreSQL's image.

use crate::components::postgres::Postgres;
use crate::components::postgres::input::LocaleProvider;
use crate::model::{Run, Said, file, secret_file, shell};
use crate::origin::At;

/// docker-library/postgres: passwords by file, arguments after `postgres` go to the server, scripts of the first start in a
/// folder of their own. The check logs in over the container's own network address: the socket answers during the first
/// initialisation already, and both it and 127.0.0.1 are trusted without a password.
pub(in crate::components) fn run(postgres: &Postgres) -> Run {
    let mut run = Run::default();
    let secret = secret_file(&postgres.password);
    if let Some(superuser) = &postgres.superuser {
        run.tell("POSTGRES_DB", "postgres", Some(superuser.name.origin()));
        run.tell("POSTGRES_USER", superuser.name.as_str(), Some(superuser.name.origin()));
        let own_secret = secret_file(&superuser.password);
        run.tell("POSTGRES_PASSWORD_FILE", own_secret, Some(superuser.password.origin()));
        run.files.push(file("postgres/init.sh", "/docker-entrypoint-initdb.d/init.sh"));
    } else {
        run.tell("POSTGRES_DB", postgres.database.as_str(), Some(postgres.database.origin()));
        run.tell("POSTGRES_USER", postgres.user.as_str(), Some(postgres.user.origin()));
        run.tell("POSTGRES_PASSWORD_FILE", secret.clone(), Some(postgres.password.origin()));
    }
    run.tell("POSTGRES_INITDB_ARGS", initdb_args(postgres), Some(postgres.locale.origin()));
    let settings =
        postgres.settings.iter().flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={}", value.as_str())]);
    let command: Vec<String> = std::iter::once("postgres".to_owned()).chain(settings).collect();
    let origin = postgres.settings.values().next().map(At::origin);
    run.command = origin.map(|origin| Said { value: command, origin: Some(origin) });
    let check = format!(
        "PGCONNECT_TIMEOUT=3 PGPASSWORD=\"$(cat {secret})\" psql -w -h \"$(hostname)\" -p {} -U {} -d {} -qAtc 'select 1' | grep -qx 1",
        postgres.port.get(),
        postgres.user.as_str(),
        postgres.database.as_str(),
    );
    run.health = Some(shell(check, postgres.password.origin()));
    run.shm_size = Some(postgres.shm_size.clone());
    run
}

/// Arguments of initdb; `POSTGRES_INITDB_ARGS` is evaluated by a shell, and every part of it has a type without characters
/// that a shell reads.
fn initdb_args(postgres: &Postgres) -> String {
    let encoding = postgres.encoding.as_str();
    let locale = postgres.locale.as_str();
    match *postgres.locale_provider {
        LocaleProvider::Icu => {
            format!("--encoding={encoding} --locale=C.UTF-8 --locale-provider=icu --icu-locale={locale}")
        }
        LocaleProvider::Libc => format!("--encoding={encoding} --locale={locale}"),
    }
}
