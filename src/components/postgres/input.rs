//! The `[postgres]` section.

use super::options::PostgresSettings;
use crate::components::defaults::constant;
use crate::input::shape::Instead;
use crate::input::{ContainerKeys, HealthTimes, PublishedPort, SecretUse};
use crate::origin::At;
use crate::units::{
    Bytes, ContainerName, DatabaseName, Image, InitLocale, Port, PostgresName, ServerHost, ServiceName, Version,
    VolumeName,
};

table! {
    /// The PostgreSQL database: a container of this stack, or a server outside of it.
    pub struct Postgres instead EXTERNAL {
        /// A server outside this stack. With it, keys that describe a container are rejected, and the database and the
        /// role must already exist.
        pub external: Option<At<ExternalPostgres>>,
        /// The name of the Compose service, which is also the host name of the server.
        pub service: At<ServiceName> = constant("db") => because("the usual name"),
        /// A fixed name for the container. Default: Compose generates one.
        pub container_name: Option<At<ContainerName>>,
        /// The image. It must be an official image of PostgreSQL, or behave like one. Required unless `external` is
        /// set.
        pub image: Option<At<Image>>,
        /// The major version of the server, like `16`. Required if the tag of the image does not contain it. It decides
        /// which settings the server accepts and where it keeps its data.
        pub version: Option<At<Version>>,
        /// The database. It is created at the first start.
        pub database: At<DatabaseName>,
        /// The role that Odoo uses. It is created at the first start.
        pub user: At<PostgresName>,
        /// The role's password.
        pub password: At<SecretUse>,
        /// The server's superuser, if it is to be another role than the one that Odoo uses. Like that role, it is
        /// created at the first start, on an empty volume. Default: the role that Odoo uses is the superuser.
        pub superuser: Option<At<PostgresSuperuser>>,
        /// The encoding of databases.
        pub encoding: At<Encoding> = Encoding::Utf8 => because("Odoo requires it"),
        /// How text is sorted and compared. Default: bytewise, as with `C.UTF-8`.
        pub locale: Option<At<PostgresLocale>>,
        /// Settings of the server (PostgreSQL's manual, chapter 20), passed on its command line.
        pub settings: Option<At<PostgresSettings>>,
        /// Size of `/dev/shm`, which parallel queries use.
        pub shm_size: At<Bytes> = Bytes::mib(256) => because("parallel queries need more than Docker's 64 MiB"),
        /// The volume for the data.
        pub volume: At<VolumeName> = constant("postgres_data") => because("the usual name"),
        /// Ports published on the host. Default: none.
        pub ports: Option<At<Vec<At<PublishedPort>>>> => distinct(),
        /// The timing of the health check.
        pub healthcheck: Option<At<HealthTimes>>,
        ..pub container: ContainerKeys {
            stop_grace_period: "Time that the server has to stop before it is killed. Default: 1 m.",
        },
    }
}

/// A server outside of the stack replaces all keys of a container.
const EXTERNAL: Instead = Instead {
    key: "external",
    otherwise: "image",
    beside: &["database", "user", "password"],
    why: "remove this key: with `external`, the server is not a container of this stack and is configured elsewhere",
};

table! {
    /// A PostgreSQL server outside the stack.
    pub struct ExternalPostgres {
        /// The host name or IP address at which the containers of the stack reach the server.
        pub host: At<ServerHost>,
        /// The port that the server listens on.
        pub port: At<Port> = Port::new(5432) => because("PostgreSQL's own default"),
        /// The number of connections that the server accepts (its setting `max_connections`), if it is known.
        pub max_connections: Option<At<u32>> => range(1, 262_143),
    }
}

table! {
    /// The superuser of the server. Only the server's container receives its password. At the first start, the image
    /// reads the password of Odoo's role as the user `postgres`, so a secret that is a file must be readable by that
    /// user.
    pub struct PostgresSuperuser {
        /// Its name.
        pub name: At<PostgresName>,
        /// Its password.
        pub password: At<SecretUse>,
    }
}

names! {
    /// A PostgreSQL encoding.
    pub enum Encoding {
        /// Unicode, which Odoo requires.
        Utf8 = "UTF8",
    }
}

table! {
    /// How text is sorted and compared.
    pub struct PostgresLocale {
        /// The library that provides the locale.
        pub provider: At<LocaleProvider>,
        /// The locale: a BCP 47 tag for `icu` (`es-CL`), or a system locale name for `libc` (`C.UTF-8`).
        pub name: At<InitLocale>,
    }
}

names! {
    /// A library that provides locales.
    pub enum LocaleProvider {
        /// The ICU library, which is the same in every image.
        Icu = "icu",
        /// The system's C library. On Alpine it has only C, POSIX and C.UTF-8.
        Libc = "libc",
    }
}
