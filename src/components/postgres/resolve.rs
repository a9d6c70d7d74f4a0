//! The database: its container and settings.

use indexmap::IndexMap;

use super::{defaults, input};
use crate::codes::Code;
use crate::components::container::{Keys, read_secret, volume};
use crate::components::context::{Component, Peers, Resolver, Undecided};
use crate::input::Scalar;

use crate::components::postgres::table::{PostgresKind, PostgresUnit, postgres_setting};
use crate::components::postgres::{Postgres, Superuser};
use crate::model::{Container, Facts, Release};
use crate::origin::At;
use crate::units::{Bytes, Duration, SecretName, ServiceName, Unit};

/// Where the official images keep the data. The images of version 18 and later reject a mount at the old place: below
/// the new one, they keep a folder for each version (docker-library/postgres, pull request 1259).
fn data_folder(version: u32) -> &'static str {
    if version < 18 { "/var/lib/postgresql/data" } else { "/var/lib/postgresql" }
}

/// The databases that initdb creates.
const DATABASES: &[&str] = &["postgres", "template0", "template1"];

impl Component for At<input::Postgres> {
    fn resolve(&self, resolver: &mut Resolver<'_>, _: &Peers<'_>) -> Result<Option<Box<dyn Facts>>, Undecided> {
        Ok(Some(Box::new(resolver.postgres(self))))
    }
}

impl Resolver<'_> {
    fn postgres(&mut self, section: &At<input::Postgres>) -> Postgres {
        let near = section.span();
        let password = self.secret(&section.password.secret);
        let superuser = self.superuser(section);
        let (container, host, port) = if let Some(server) = &section.external {
            let port = server.port.clone();
            (None, server.host.map(|host| host.as_str().to_owned()), port)
        } else {
            let container = self.postgres_container(section, &password, superuser.as_ref());
            let host = container.service.map(ServiceName::host);
            (Some(container), host, defaults::postgres_port(near))
        };
        let locale = section.locale.as_ref();
        let release = (section.image.clone())
            .filter(|_| section.external.is_none())
            .map(|image| Release::of_postgres(near, image, section.version.clone()));
        let mut postgres = Postgres {
            container,
            release,
            host,
            external_max_connections: section.external.as_ref().and_then(|server| server.max_connections.clone()),
            database: section.database.clone(),
            user: section.user.clone(),
            password,
            superuser,
            port,
            encoding: section.encoding.clone(),
            locale_provider: locale.map_or_else(|| defaults::locale_provider(near), |locale| locale.provider.clone()),
            locale: locale.map_or_else(|| defaults::locale(near), |locale| locale.name.clone()),
            shm_size: section.shm_size.clone(),
            settings_table: section.settings.as_ref().map_or(near, At::span),
            settings: IndexMap::new(),
        };
        let version = postgres.version();
        postgres.settings = self.postgres_settings(section, version);
        if let Some(container) = &mut postgres.container {
            let name = section.volume.clone();
            container.mounts.insert(0, volume(name, data_folder(version)));
        }
        let counted = postgres.processes().fold(0, |sum: u64, (_, count)| sum.saturating_add(*count));
        if let Some(pids) = postgres.container.as_mut().map(|container| &mut container.resources.pids)
            && !pids.is_written()
        {
            *pids = defaults::postgres_pids(counted, section.container.resources.as_ref().map_or(near, At::span));
        }
        postgres
    }

    /// The superuser, if it is another role than that of Odoo. initdb then creates neither the role nor the database,
    /// and what PostgreSQL would refuse to create is rejected here.
    fn superuser(&mut self, section: &input::Postgres) -> Option<Superuser> {
        let superuser = section.superuser.as_ref()?;
        if superuser.name.as_str() == section.user.as_str() {
            let message = format!("the superuser has the same name as the role `{}`", section.user.as_str());
            self.problem(Code::BadValue, &superuser.name, message).help =
                Some("choose another name, or remove `superuser`: the role is then the superuser".to_owned());
        }
        for role in [&superuser.name, &section.user].into_iter().filter(|role| reserved(role.as_str())) {
            self.problem(Code::BadValue, role, "PostgreSQL reserves this name");
        }
        if DATABASES.contains(&section.database.as_str()) {
            let message = "PostgreSQL creates this database itself, so it cannot be created for the role";
            self.problem(Code::BadValue, &section.database, message);
        }
        let password = self.secret(&superuser.password.secret);
        Some(Superuser { name: superuser.name.clone(), password })
    }

    fn postgres_container(
        &self,
        section: &At<input::Postgres>,
        password: &At<SecretName>,
        superuser: Option<&Superuser>,
    ) -> Container {
        let near = section.span();
        let keys = Keys {
            near,
            own: &section.container,
            addresses: None,
            profiles: None,
            times: section.healthcheck.as_ref(),
            usual: &defaults::POSTGRES,
        };
        let service = section.service.clone();
        let mut container = self.container(service, &keys);
        container.name.clone_from(&section.container_name);
        container.image.clone_from(&section.image);
        container.ports = Self::ports(section.ports.as_ref());
        read_secret(&mut container, password);
        if let Some(superuser) = superuser {
            read_secret(&mut container, &superuser.password);
        }
        container
    }

    fn postgres_settings(&mut self, section: &input::Postgres, version: u32) -> IndexMap<String, At<String>> {
        let mut settings = IndexMap::new();
        let Some(section) = &section.settings else { return settings };
        for (name, value) in section.iter() {
            let kind = postgres_setting(name, version).map(|setting| &setting.kind);
            match fits(value, kind, version).and_then(|()| written(value, kind)) {
                Ok(text) => drop(settings.insert(name.clone(), value.map(|_| text))),
                Err(message) => drop(self.problem(Code::OutOfRange, value, message).rule),
            }
        }
        settings
    }
}

/// Names that no role can have (PostgreSQL 15, `user.c`).
fn reserved(role: &str) -> bool {
    role.starts_with("pg_") || ["public", "none"].contains(&role)
}

/// Whether the version accepts a value of this kind: the schema accepts what any version accepts.
fn fits(value: &Scalar, kind: Option<&PostgresKind>, version: u32) -> Result<(), String> {
    #[expect(clippy::cast_precision_loss, reason = "the bounds of the settings are far below 2^52")]
    let number = match value {
        Scalar::Integer(number) => Some(*number as f64),
        Scalar::Real(number) => Some(*number),
        _ => None,
    };
    match (kind, value) {
        (Some(PostgresKind::Bool), Scalar::Bool(_)) | (None | Some(PostgresKind::Text), _) => Ok(()),
        (Some(PostgresKind::Bool), _) => Err(format!("PostgreSQL {version} accepts `true` or `false` here")),
        (Some(PostgresKind::Enum(values)), Scalar::Text(text)) if values.contains(&text.as_str()) => Ok(()),
        (Some(PostgresKind::Enum(values)), _) => {
            Err(format!("PostgreSQL {version} accepts one of {} here", values.join(", ")))
        }
        (Some(PostgresKind::Number { range, .. }), _) => match number {
            Some(number) if number < range.0 || number > range.1 => {
                Err(format!("PostgreSQL {version} accepts {} to {} here", range.0, range.1))
            }
            _ => Ok(()),
        },
    }
}

/// A value as PostgreSQL reads it: its units are case-sensitive (B, kB, MB, GB; ms, s, min, h, d).
fn written(value: &Scalar, kind: Option<&PostgresKind>) -> Result<String, String> {
    let Scalar::Text(text) = value else { return Ok(plain(value)) };
    let Some(PostgresKind::Number { unit: Some(unit), range, .. }) = kind else { return Ok(text.as_str().to_owned()) };
    let (amount, per_unit, text) = match unit {
        PostgresUnit::Bytes(per) => {
            let size = Bytes::parse(text.as_str()).map_err(|error| error.0)?;
            (size.get(), *per, postgres_size(size))
        }
        PostgresUnit::Millis(per) => {
            let time = Duration::parse(text.as_str()).map_err(|error| error.0)?;
            (time.millis(), *per, postgres_time(time))
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "the bounds of the settings are far below 2^52")]
    let in_units = amount as f64 / per_unit as f64;
    if in_units < range.0 || in_units > range.1 {
        return Err(format!(
            "PostgreSQL accepts {} to {} here in the unit of the setting, but this is {in_units}",
            range.0, range.1
        ));
    }
    Ok(text)
}

fn plain(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => text.as_str().to_owned(),
        Scalar::Integer(number) => number.to_string(),
        Scalar::Real(number) => number.to_string(),
        Scalar::Bool(true) => "on".to_owned(),
        Scalar::Bool(false) => "off".to_owned(),
        Scalar::List(items) => items.iter().map(crate::units::Line::as_str).collect::<Vec<_>>().join(","),
    }
}

fn postgres_size(size: Bytes) -> String {
    let (number, scale) = size.in_largest_unit();
    let unit = match scale {
        crate::units::Scale::One => "B",
        crate::units::Scale::Kilo => "kB",
        crate::units::Scale::Mega => "MB",
        crate::units::Scale::Giga => "GB",
    };
    format!("{number}{unit}")
}

fn postgres_time(time: Duration) -> String {
    match time.whole_seconds() {
        Some(seconds) => format!("{seconds}s"),
        None => format!("{}ms", time.millis()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Line;

    #[test]
    fn values_are_of_the_kind_that_the_version_takes() {
        let of = |name: &str, version: u32, value: &Scalar| {
            fits(value, postgres_setting(name, version).map(|setting| &setting.kind), version).err()
        };
        let text = |text: &str| Scalar::Text(Line::parse(text).unwrap());
        assert_eq!(
            of("log_connections", 17, &text("all")).as_deref(),
            Some("PostgreSQL 17 accepts `true` or `false` here")
        );
        assert_eq!(of("log_connections", 18, &text("all")), None);
        assert_eq!(of("wal_compression", 14, &Scalar::Bool(true)), None);
        assert!(of("wal_compression", 15, &text("gzip")).is_some());
        assert_eq!(of("io_combine_limit", 17, &Scalar::Integer(32)), None);
        assert_eq!(
            of("io_combine_limit", 17, &Scalar::Integer(33)).as_deref(),
            Some("PostgreSQL 17 accepts 1 to 32 here")
        );
        assert_eq!(of("io_combine_limit", 18, &Scalar::Integer(33)), None);
    }

    #[test]
    fn values_have_the_units_that_postgres_reads() {
        let of = |name: &str, text: &str| {
            let kind = &postgres_setting(name, 15).unwrap().kind;
            written(&Scalar::Text(Line::parse(text).unwrap()), Some(kind))
        };
        assert_eq!(of("shared_buffers", "512 MiB"), Ok("512MB".to_owned()));
        assert_eq!(of("work_mem", "1.5 MiB"), Ok("1536kB".to_owned()));
        assert_eq!(of("statement_timeout", "1m"), Ok("60s".to_owned()));
        assert!(of("work_mem", "63 KiB").is_err());
        assert_eq!(of("work_mem", "64 KiB"), Ok("64kB".to_owned()));
        assert_eq!(plain(&Scalar::Bool(false)), "off");
    }
}
