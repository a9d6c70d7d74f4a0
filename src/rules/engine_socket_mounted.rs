//! A container has access to the socket of the container engine.
//!
//! # Why
//! Anyone who can write to Docker's socket can start a container that accesses every file of the host as root. A
//! container with the socket is therefore as powerful as root on the host. A read-only mount makes no difference
//! for a socket (Docker's manual, "Protect the Docker daemon socket").
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

/// Where engines listen, and the folders above.
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
                .at(
                    path,
                    format!(
                        "the mount of `{plain}` gives `{name}` the engine's socket, and with it root access to the host"
                    ),
                )
                .help("remove the mount, or mount the socket of a proxy that allows only harmless requests");
        }
    }
}
