//! A container gets the engine's socket.
//!
//! # Why
//! Who may write to Docker's socket may start a container that sees every file of the host as root: the container is as
//! powerful as root on the machine, and read-only makes no difference to a socket (Docker's manual, "Protect the Docker daemon
//! socket").
//!
//! # Wrong
//! [services.api]
//! volumes = [{ source = { bind = "/var/run/docker.sock" }, target = "/var/run/docker.sock", read_only = true }]
//!
//! # Right
//! [services.api]
//! volumes = [{ source = { volume = "api_data" }, target = "/data" }]

use crate::model::MountSource;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Where engines listen, and the folders around.
const SOCKETS: [&str; 8] = [
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/run/podman/podman.sock",
    "/run/containerd/containerd.sock",
    "/var/run",
    "/run",
    "/var",
    "/",
];

/// Looks at what is mounted from the host.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        for mount in &container.mounts {
            let MountSource::Bind(path) = &mount.source else { continue };
            let plain = path.trim_end_matches('/');
            let plain = if plain.is_empty() { "/" } else { plain };
            let rootless = plain.starts_with("/run/user/") && plain.ends_with("/docker.sock");
            if !SOCKETS.contains(&plain) && !rootless {
                continue;
            }
            let name = container.service.as_str();
            report
                .at(path, format!("`{name}` gets the engine's socket with `{plain}`: it can do what root can"))
                .help("take it out, or put a proxy in between that lets only harmless requests through");
        }
    }
}
