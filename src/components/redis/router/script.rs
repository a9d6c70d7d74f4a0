//! The start script of routers.

use crate::artifact::Artifact;
use crate::components::redis::Redis;
use crate::components::script::{READ_SECRET, body, script, source};
use crate::model::Stack;

/// Puts the password into a command of Redis.
pub(in crate::components) const REDIS_AUTH: &str = include_str!("redis_auth.sh");

/// Starts a router.
pub(in crate::components) const ROUTER: &str = include_str!("router.sh");

/// The script of every router.
pub(in crate::components) fn start(redis: &Redis, stack: &Stack, input: &str) -> Artifact {
    let mut file = script("redis/router.sh", input);
    body(&mut file, READ_SECRET);
    file.line("", None);
    match &redis.password {
        None => file.line("REDIS_AUTH=", None),
        Some(secret) => {
            let line = format!("value=$(secret {} {})", secret.as_str(), source(stack, secret));
            file.line(line, Some(secret.origin()));
            body(&mut file, REDIS_AUTH);
        }
    }
    file.line("", None);
    body(&mut file, ROUTER);
    file
}
