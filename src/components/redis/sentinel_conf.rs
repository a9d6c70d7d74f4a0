//! sentinel.conf (Redis 7). It is a seed: Sentinel keeps its state in a copy, which the start script creates in
//! the volume and to which it adds the password.

use super::conf::Directives;
use crate::artifact::{Artifact, Kind};
use crate::components::redis::{Redis, Sentinel};
use crate::model::Container;

/// The file of sentinel `number`.
pub(in crate::components) fn emit(
    redis: &Redis,
    of: &Sentinel,
    number: u32,
    container: &Container,
    input: &str,
) -> Artifact {
    let mut conf = Directives { file: Artifact::new(format!("redis/sentinel-{number}.conf"), Kind::Config, input) };
    conf.file.comment("The start script adds the password and the state from earlier runs.");
    conf.file.section("network: resolve and announce host names instead of IP addresses");
    conf.set("port", &[of.port.get().to_string()], Some(of.port.origin()));
    conf.set("dir", &["/data"], None);
    conf.set("sentinel", &["resolve-hostnames", "yes"], None);
    conf.set("sentinel", &["announce-hostnames", "yes"], None);
    conf.set("sentinel", &["announce-ip", &container.host()], Some(container.service.origin()));
    conf.set("sentinel", &["announce-port", &of.port.get().to_string()], Some(of.port.origin()));
    conf.file.section("monitored master");
    let name = of.master_name.as_str();
    let master = redis.master.container.host();
    let (port, quorum) = (redis.port.get().to_string(), of.quorum.to_string());
    conf.set("sentinel", &["monitor", name, &master, &port, &quorum], Some(of.quorum.origin()));
    let down_after = of.down_after.millis().to_string();
    conf.set("sentinel", &["down-after-milliseconds", name, &down_after], Some(of.down_after.origin()));
    let timeout = of.failover_timeout.millis().to_string();
    conf.set("sentinel", &["failover-timeout", name, &timeout], Some(of.failover_timeout.origin()));
    conf.set("sentinel", &["parallel-syncs", name, &of.parallel_syncs.to_string()], Some(of.parallel_syncs.origin()));
    conf.file
}
