//! PostgreSQL: a container of the stack, or a server outside of it.

mod amounts;
mod clients;
mod defaults;
pub mod endpoint;
mod facts;
mod init_script;
pub mod input;
pub mod options;
mod reader;
mod release;
mod resolve;
pub mod rotate;
pub mod rules;
mod run;
pub mod table;

pub use clients::PostgresClients;
pub use facts::{Postgres, Superuser};
pub use release::postgres_of_image;
