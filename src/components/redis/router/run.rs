//! HAProxy's image, in front of Redis.

use crate::components::redis::{Redis, Router};
use crate::model::{Run, file, shell, words};

/// The configuration of the routers below the folder of the stack's files.
pub const ROUTER_CONFIG: &str = "redis/haproxy.cfg";

/// The check reaches the master, which rejects it if a password is required. Alpine's image has `nc`, Debian's has
/// bash.
pub(in crate::components) fn run(redis: &Redis, router: &Router) -> Run {
    let port = router.port.get();
    let answer = if redis.password.is_some() { "^-NOAUTH " } else { "^+PONG" };
    let ask = r"printf 'PING\r\nQUIT\r\n'";
    let check = format!(
        "if command -v nc >/dev/null; then {ask} | nc -w 3 127.0.0.1 {port}; else timeout 3 bash -c \"exec 3<>/dev/tcp/127.0.0.1/{port}; {ask} >&3; cat <&3\"; fi | grep -q '{answer}'",
    );
    Run {
        entrypoint: Some(words(["/bin/sh", "/usr/local/etc/haproxy/start.sh"])),
        files: vec![
            file(ROUTER_CONFIG, "/usr/local/etc/haproxy/haproxy.cfg"),
            file("redis/router.sh", "/usr/local/etc/haproxy/start.sh"),
        ],
        health: Some(shell(check, router.port.origin())),
        ..Run::default()
    }
}
