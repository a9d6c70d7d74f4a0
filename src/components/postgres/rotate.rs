//! How a deployment comes to use a new value: the commands, for the folder of the generated files.

use crate::components::postgres::Postgres;
use crate::model::{Stack, Variable};
use crate::units::SecretName;

/// The commands to run once a secret's new value is in `.env`, as in `docs/secrets.md`.
#[must_use]
pub fn steps(stack: &Stack, variable: &Variable<'_>) -> Vec<String> {
    if let Some(role) = role(stack.postgres(), variable.secret) {
        return of_postgres(stack.postgres(), variable, role);
    }
    vec![anew(&variable.readers)]
}

/// The role of PostgreSQL whose password a secret is.
fn role<'p>(postgres: &'p Postgres, secret: &SecretName) -> Option<&'p str> {
    let superuser = postgres.superuser.as_ref().filter(|superuser| *superuser.password == *secret);
    let user = (*postgres.password == *secret).then(|| postgres.user.as_str());
    superuser.map(|superuser| superuser.name.as_str()).or(user)
}

fn anew(services: &[&str]) -> String {
    format!("docker compose up -d --force-recreate --no-deps --wait {}", services.join(" "))
}

/// The server keeps the passwords of its roles in its volume: a new file changes none of them. `\password` sends a hash
/// (PostgreSQL 15, psql), so no log shows the value.
fn of_postgres(postgres: &Postgres, variable: &Variable<'_>, role: &str) -> Vec<String> {
    let Some(container) = postgres.container() else {
        return vec![format!("# set the new password of `{role}` on its server, then run:"), anew(&variable.readers)];
    };
    let service = container.service.as_str();
    let (user, database) = match &postgres.superuser {
        Some(superuser) => (superuser.name.as_str(), "postgres"),
        None => (postgres.user.as_str(), postgres.database.as_str()),
    };
    let file = format!("/run/secrets/{}", variable.secret.as_str());
    vec![
        format!("docker compose up -d --force-recreate --no-deps {service}"),
        format!("until docker compose exec -T {service} pg_isready -q; do sleep 1; done"),
        format!(
            "docker compose exec -T {service} sh -c '\n    for time in first again; do cat {file}; echo; done | \
             psql -U {user} -d {database} -c \"\\password {role}\"\n'"
        ),
        anew(&variable.readers),
    ]
}
