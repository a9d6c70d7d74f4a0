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
        /// A server outside of this stack. Then no key that describes a container can stand here, and the
        /// database and the role must be there already.
        pub external: Option<At<ExternalPostgres>>,
        /// The Compose service, which is also the host name.
        pub service: At<ServiceName> = constant("db") => because("the usual name"),
        /// A fixed name of the container. Default: Compose makes one.
        pub container_name: Option<At<ContainerName>>,
        /// The image; it must be one of the official PostgreSQL images or behave like it. It is needed
        /// unless the server is `external`.
        pub image: Option<At<Image>>,
        /// The major version of the server, like `16`: needed where the tag of the image does not tell it. What the server
        /// understands and where it keeps its data follow from it.
        pub version: Option<At<Version>>,
        /// The database. The image makes it at the first start.
        pub database: At<DatabaseName>,
        /// The role that Odoo uses. The image makes it at the first start.
        pub user: At<PostgresName>,
        /// The role's password.
        pub password: At<SecretUse>,
        /// The server's superuser, where it is to be another one than the role that Odoo uses. As the
        /// role, it is made at the first start, on an empty volume. Default: the role is the superuser.
        pub superuser: Option<At<PostgresSuperuser>>,
        /// The encoding of databases.
        pub encoding: At<Encoding> = Encoding::Utf8 => because("Odoo needs it"),
        /// How text is sorted and compared. Default: bytewise, as `C.UTF-8` does.
        pub locale: Option<At<PostgresLocale>>,
        /// Settings of the server (PostgreSQL's manual, chapter 20), given to it on its command line.
        pub settings: Option<At<PostgresSettings>>,
        /// Size of `/dev/shm`, which parallel queries use.
        pub shm_size: At<Bytes> = Bytes::mib(256) => because("parallel queries need more than Docker's 64 MiB"),
        /// The volume of the data.
        pub volume: At<VolumeName> = constant("postgres_data") => because("the usual name"),
        /// Ports published on the host. Default: none.
        pub ports: Option<At<Vec<At<PublishedPort>>>> => distinct(),
        /// The times of the health check.
        pub healthcheck: Option<At<HealthTimes>>,
        ..pub container: ContainerKeys {
            stop_grace_period: "Time from the signal to stop until the server is killed. Default: 1 m.",
        },
    }
}

/// A server outside of the stack stands for all keys of a container.
const EXTERNAL: Instead = Instead {
    key: "external",
    otherwise: "image",
    beside: &["database", "user", "password"],
    why: "with `external` the server is no container of this stack: its image, its settings and its superuser are its own",
};

table! {
    /// A PostgreSQL server outside of the stack.
    pub struct ExternalPostgres {
        /// Its host name or IP address, as a container of the stack reaches it.
        pub host: At<ServerHost>,
        /// The port that it listens on.
        pub port: At<Port> = Port::new(5432) => because("PostgreSQL's own"),
        /// The connections that it takes (its setting `max_connections`), if they are known.
        pub max_connections: Option<At<u32>> => range(1, 262_143),
    }
}

table! {
    /// The superuser of the server, whom only the server's container knows. At the first start the image
    /// reads the role's password as its own user `postgres`: a secret that is a file must be readable for it.
    pub struct PostgresSuperuser {
        /// Its name.
        pub name: At<PostgresName>,
        /// Its password.
        pub password: At<SecretUse>,
    }
}

names! {
    /// An encoding of PostgreSQL.
    pub enum Encoding {
        /// Unicode, which Odoo needs.
        Utf8 = "UTF8",
    }
}

table! {
    /// How text is sorted and compared.
    pub struct PostgresLocale {
        /// Who knows the locale.
        pub provider: At<LocaleProvider>,
        /// The locale: a BCP 47 tag for `icu` (`es-CL`), a name of the system for `libc` (`C.UTF-8`).
        pub name: At<InitLocale>,
    }
}

names! {
    /// Who knows a locale.
    pub enum LocaleProvider {
        /// The ICU library: the same on every image.
        Icu = "icu",
        /// The system's C library: Alpine has only C, POSIX and C.UTF-8.
        Libc = "libc",
    }
}
