//! The address of PostgreSQL and its parts, for references.

use crate::origin::At;

table! {
    /// The address of the stack's PostgreSQL.
    pub struct PostgresEndpoint {
        /// The part of the address.
        pub part: At<DatabasePart>,
        /// The number of connections that the client may hold at the same time. Default: 1.
        pub connections: Option<At<u32>> => range(1, 262_143),
    }
}

names! {
    /// A part of a PostgreSQL address.
    pub enum DatabasePart {
        /// `postgresql://user:password@host:port/database`.
        Url = "url",
        /// The host.
        Host = "host",
        /// The port.
        Port = "port",
        /// The role.
        User = "user",
        /// The role's password.
        Password = "password",
        /// The database.
        Database = "database",
    }
}
