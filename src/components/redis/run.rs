//! The images of Redis and Valkey.

use crate::components::redis::{Redis, RedisNode, RoleSource, Sentinel};
use crate::model::{Run, Said, file, secret_file, shell, words};

fn password_file(run: &mut Run, redis: &Redis) {
    if let Some(password) = &redis.password {
        run.tell("REDIS_PASSWORD_FILE", secret_file(password), Some(password.origin()));
    }
}

/// The client prints only PONG if the server answers and accepts the command.
fn ping(redis: &Redis, port: u16) -> String {
    format!("{} -p {port} ping | grep -qx PONG", redis.programs().cli)
}

pub(in crate::components) fn node(redis: &Redis, node: &RedisNode) -> Run {
    let container = &node.container;
    let mut run = Run::default();
    run.tell("REDIS_HOST", container.host(), Some(container.service.origin()));
    run.tell("REDIS_PORT", redis.port.get().to_string(), Some(redis.port.origin()));
    password_file(&mut run, redis);
    let source = redis.role_source(node);
    run.tell("REDIS_ROLE_FROM", source.as_str(), None);
    if source == RoleSource::Data {
        run.tell("REDIS_NODES", redis.addresses().join(" "), None);
    }
    if let Some(of) = redis.sentinel_with(container) {
        run.tell("SENTINEL_ADDRESSES", of.addresses().join(" "), Some(of.count.origin()));
        run.tell("SENTINEL_MASTER_NAME", of.master_name.as_str(), Some(of.master_name.origin()));
    }
    let ping = ping(redis, redis.port.get());
    let (check, origin) = redis.password.as_ref().map_or_else(
        || (ping.clone(), redis.port.origin()),
        |name| (format!("REDISCLI_AUTH=\"$(cat {})\" {ping}", secret_file(name)), name.origin()),
    );
    run.command = Some(Said { value: words(["sh", "/usr/local/etc/redis/start.sh"]), origin: None });
    run.files = vec![
        file(format!("redis/{}.conf", node.file), "/usr/local/etc/redis/redis.conf"),
        file("redis/start.sh", "/usr/local/etc/redis/start.sh"),
    ];
    run.health = Some(shell(check, origin));
    run
}

pub(in crate::components) fn sentinel(redis: &Redis, of: &Sentinel, number: usize) -> Run {
    let mut run = Run::default();
    password_file(&mut run, redis);
    run.tell("SENTINEL_MASTER_NAME", of.master_name.as_str(), Some(of.master_name.origin()));
    run.tell("SENTINEL_ADDRESSES", of.addresses().join(" "), Some(of.count.origin()));
    run.tell("REDIS_NODES", redis.addresses().join(" "), None);
    run.command = Some(Said { value: words(["sh", "/usr/local/etc/redis/sentinel.sh"]), origin: None });
    run.files = vec![
        file(format!("redis/sentinel-{number}.conf"), "/usr/local/etc/redis/sentinel.conf"),
        file("redis/sentinel.sh", "/usr/local/etc/redis/sentinel.sh"),
    ];
    run.health = Some(shell(ping(redis, of.port.get()), of.port.origin()));
    run
}
