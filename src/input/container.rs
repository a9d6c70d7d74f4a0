//! What every container has.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::origin::At;
use crate::units::{Bytes, Cpus, Duration};

/// What a container may use, and what is set aside for it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    /// CPUs, at most.
    #[serde(default)]
    pub cpus: Option<At<Cpus>>,
    /// Memory, at most: the kernel kills what goes over it.
    #[serde(default)]
    pub memory: Option<At<Bytes>>,
    /// CPUs set aside.
    #[serde(default)]
    pub reserved_cpus: Option<At<Cpus>>,
    /// Memory set aside.
    #[serde(default)]
    pub reserved_memory: Option<At<Bytes>>,
    /// Processes and threads, at most. Default: enough for what the container is set to, and no more than a runaway
    /// could do harm with.
    #[serde(default)]
    #[schemars(range(min = 1, max = 4_194_304))]
    pub pids: Option<At<u32>>,
}

/// When a container is started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Restart {
    /// Never.
    No,
    /// Always.
    Always,
    /// After a failure.
    OnFailure,
    /// Always, unless a person stopped it.
    UnlessStopped,
}

impl Restart {
    /// The policy, as Compose names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Always => "always",
            Self::OnFailure => "on-failure",
            Self::UnlessStopped => "unless-stopped",
        }
    }
}

/// The times of a health check.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HealthTimes {
    /// Time between two checks.
    #[serde(default)]
    pub interval: Option<At<Duration>>,
    /// Time after which a check has failed.
    #[serde(default)]
    pub timeout: Option<At<Duration>>,
    /// Failed checks in a row that make the container unhealthy.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1000))]
    pub retries: Option<At<u32>>,
    /// Time after the start in which failed checks do not count.
    #[serde(default)]
    pub start_period: Option<At<Duration>>,
}

/// Bounds of a container's log.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Logging {
    /// Size of one log file, at most. Default: 10 MiB.
    #[serde(default)]
    pub max_size: Option<At<Bytes>>,
    /// Number of log files kept. Default: 3.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1000))]
    pub max_files: Option<At<u32>>,
}
