//! What every container has.

use super::{Named, Security};
use crate::origin::At;
use crate::units::{Bytes, ContainerPath, Cpus, Duration, LabelName, Line, NetworkName};

table! {
    /// Limits of a container's resources, and reservations.
    #[derive(Default)]
    pub struct Resources {
        /// The maximum number of CPUs.
        pub cpus: Option<At<Cpus>>,
        /// The memory limit: the kernel kills processes of a container that exceeds it.
        pub memory: Option<At<Bytes>>,
        /// The number of CPUs that are reserved.
        pub reserved_cpus: Option<At<Cpus>>,
        /// The amount of memory that is reserved.
        pub reserved_memory: Option<At<Bytes>>,
        /// The maximum number of processes and threads. Default: enough for the settings of the container, and few
        /// enough to protect the host from a runaway process.
        pub pids: Option<At<u32>> => range(1, 4_194_304),
    }
}

names! {
    /// When a container is restarted.
    pub enum Restart {
        /// Never.
        No = "no",
        /// Always.
        Always = "always",
        /// After a failure.
        OnFailure = "on-failure",
        /// Always, unless it was stopped by hand.
        UnlessStopped = "unless-stopped",
    }
}

table! {
    /// The timing of a health check.
    #[derive(Default)]
    pub struct HealthTimes {
        /// The time between two checks.
        pub interval: Option<At<Duration>>,
        /// The time after which a check counts as failed.
        pub timeout: Option<At<Duration>>,
        /// The number of consecutive failures after which the container is unhealthy.
        pub retries: Option<At<u32>> => range(1, 1000),
        /// The time after the start during which failures do not count.
        pub start_period: Option<At<Duration>>,
    }
}

table! {
    /// Limits of a container's log.
    #[derive(Default)]
    pub struct Logging {
        /// The maximum size of one log file. Default: 10 MiB.
        pub max_size: Option<At<Bytes>>,
        /// The number of log files that are kept. Default: 3.
        pub max_files: Option<At<u32>> => range(1, 1000),
    }
}

table! {
    /// The keys that the container of every section has.
    pub struct ContainerKeys {
        /// The networks that the container joins. Default: the first one in `[networks]`.
        pub networks: Option<At<Vec<At<NetworkName>>>> => at_least(1).distinct(),
        /// Limits of the container's resources, and reservations.
        pub resources: Option<At<Resources>>,
        /// When the container is restarted. Default: `unless-stopped`.
        pub restart: Option<At<Restart>>,
        /// The privileges of the container.
        pub security: Option<At<Security>>,
        /// Whether an init process runs as PID 1. It forwards signals and reaps zombie processes. Default: true.
        pub init: Option<At<bool>>,
        /// The time that the container has to stop after the stop signal, before it is killed. Default: 10 s, as in
        /// Docker.
        pub stop_grace_period: Option<At<Duration>>,
        /// Limits of the container's log.
        pub logging: Option<At<Logging>>,
        /// Labels for other programs on the host. Default: none, except the label of stackgen itself.
        pub labels: Option<At<Named<LabelName, Line>>>,
        /// The working directory of the command in the container. Default: that of the image.
        pub working_dir: Option<At<ContainerPath>>,
    }
}
