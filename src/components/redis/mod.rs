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

use camino::Utf8Path;

use crate::artifact::{Artifact, VerifyError};
use crate::model::{Container, Facts, Release, Run, Stack};

impl Facts for Redis {
    fn containers(&self) -> Vec<&Container> {
        Redis::containers(self).collect()
    }

    fn containers_mut(&mut self) -> Vec<&mut Container> {
        let sentinels = self.sentinel.iter_mut().flat_map(|sentinel| &mut sentinel.containers);
        let nodes = std::iter::once(&mut self.master).chain(&mut self.replicas);
        let routers = self.router.iter_mut().flat_map(|router| &mut router.containers);
        nodes.map(|node| &mut node.container).chain(sentinels).chain(routers).collect()
    }

    fn runs(&self) -> Vec<Run> {
        let nodes = self.nodes().map(|node| run::node(self, node));
        let sentinels = self.sentinel.iter().flat_map(|of| (1..=of.containers.len()).map(move |number| (of, number)));
        let sentinels = sentinels.map(|(of, number)| run::sentinel(self, of, number));
        let routers = self.router.iter().flat_map(|of| of.containers.iter().map(move |_| router::run::run(self, of)));
        nodes.chain(sentinels).chain(routers).collect()
    }

    fn files(&self, stack: &Stack, input: &str) -> Vec<Artifact> {
        let mut files: Vec<Artifact> = self.nodes().map(|node| conf::emit(self, node, input)).collect();
        files.push(scripts::node_start(self, stack, input));
        if let Some(of) = &self.sentinel {
            let numbered = (1..).zip(&of.containers);
            files.extend(numbered.map(|(number, container)| sentinel_conf::emit(self, of, number, container, input)));
            files.push(scripts::sentinel_start(self, stack, input));
            if let Some(router) = self.router.as_ref().filter(|router| !router.containers.is_empty()) {
                files.push(router::conf::emit(self, router, of, input));
                files.push(router::script::start(self, stack, input));
            }
        }
        files
    }

    fn verify(&self, file: &Artifact, usual: &Utf8Path, stack: &Stack) -> Option<Result<(), VerifyError>> {
        match usual.as_str() {
            ROUTER_CONFIG => Some(router::reader::verify(self, file)),
            "redis/start.sh" => Some(reader::script(self, file, stack, scripts::NODE)),
            "redis/sentinel.sh" => Some(reader::script(self, file, stack, scripts::SENTINEL)),
            "redis/router.sh" => Some(router::reader::script(self, file, stack)),
            path => path.starts_with("redis/").then(|| reader::verify(self, file, usual)),
        }
    }

    fn release(&self) -> Option<&Release> {
        Some(&self.release)
    }
}
