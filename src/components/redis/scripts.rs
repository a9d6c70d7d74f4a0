//! The start scripts of nodes and sentinels. They are templates with placeholders for what a stack decides.

use super::Redis;
use crate::artifact::Artifact;
use crate::components::script::{body, script, source};
use crate::model::Stack;

/// Reads the password of Redis and rejects invalid ones.
pub(super) const PASSWORD: &str = include_str!("password.sh");

/// Starts a node.
pub(super) const NODE: &str = include_str!("redis.sh");

/// Starts a sentinel.
pub(super) const SENTINEL: &str = include_str!("sentinel.sh");

/// The script of every node.
pub(super) fn node_start(redis: &Redis, stack: &Stack, input: &str) -> Artifact {
    let mut file = script("redis/start.sh", input);
    password(&mut file, redis, stack);
    body(&mut file, &redis.with_programs(NODE));
    file
}

/// The script of every sentinel.
pub(super) fn sentinel_start(redis: &Redis, stack: &Stack, input: &str) -> Artifact {
    let mut file = script("redis/sentinel.sh", input);
    password(&mut file, redis, stack);
    body(&mut file, &redis.with_programs(SENTINEL));
    file
}

fn password(file: &mut Artifact, redis: &Redis, stack: &Stack) {
    let secret = redis.password.as_ref();
    let from = secret.map(|secret| source(stack, secret)).unwrap_or_default();
    body(file, PASSWORD);
    file.line(format!("where={from}"), secret.map(crate::origin::At::origin));
    file.line("", None);
}

impl Redis {
    /// A script for the programs of the image.
    pub(super) fn with_programs(&self, text: &str) -> String {
        let programs = self.programs();
        text.replace("@server@", programs.server).replace("@cli@", programs.cli)
    }
}
