//! Redis or Valkey, Sentinel, and the routers in front of them.

pub mod address;
mod clients;
mod conf;
mod defaults;
mod directives;
pub mod endpoint;
mod facts;
pub mod fixed_addresses;
pub mod input;
mod memory;
pub mod options;
mod reader;
mod release;
mod replica_buffer;
mod resolve;
pub mod router;
pub mod rules;
mod run;
mod scripts;
mod sentinel_conf;
pub mod table;

pub use clients::{RedisClient, RedisClients};
pub use facts::{Programs, Redis, RedisNode, RoleSource, Sentinel};
pub use release::{redis_servers, runs_valkey};
pub use replica_buffer::ReplicaBuffer;
pub use router::{Access, ROUTER_CONFIG, Router};
