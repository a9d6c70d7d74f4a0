//! What every container has.

use super::{Named, Security};
use crate::origin::At;
use crate::units::{Bytes, ContainerPath, Cpus, Duration, LabelName, Line, NetworkName};

table! {
    /// What a container may use, and what is set aside for it.
    #[derive(Default)]
    pub struct Resources {
        /// CPUs, at most.
        pub cpus: Option<At<Cpus>>,
        /// Memory, at most: the kernel kills what goes over it.
        pub memory: Option<At<Bytes>>,
        /// CPUs set aside.
        pub reserved_cpus: Option<At<Cpus>>,
        /// Memory set aside.
        pub reserved_memory: Option<At<Bytes>>,
        /// Processes and threads, at most. Default: enough for what the container is set to, and no more than a runaway
        /// could do harm with.
        pub pids: Option<At<u32>> => range(1, 4_194_304),
    }
}

names! {
    /// When a container is started again.
    pub enum Restart {
        /// Never.
        No = "no",
        /// Always.
        Always = "always",
        /// After a failure.
        OnFailure = "on-failure",
        /// Always, unless a person stopped it.
        UnlessStopped = "unless-stopped",
    }
}

table! {
    /// The times of a health check.
    #[derive(Default)]
    pub struct HealthTimes {
        /// Time between two checks.
        pub interval: Option<At<Duration>>,
        /// Time after which a check has failed.
        pub timeout: Option<At<Duration>>,
        /// Failed checks in a row that make the container unhealthy.
        pub retries: Option<At<u32>> => range(1, 1000),
        /// Time after the start in which failed checks do not count.
        pub start_period: Option<At<Duration>>,
    }
}

table! {
    /// Bounds of a container's log.
    #[derive(Default)]
    pub struct Logging {
        /// Size of one log file, at most. Default: 10 MiB.
        pub max_size: Option<At<Bytes>>,
        /// Number of log files kept. Default: 3.
        pub max_files: Option<At<u32>> => range(1, 1000),
    }
}

table! {
    /// What the container of every section has.
    pub struct ContainerKeys {
        /// The networks it joins. Default: the first of `[networks]`.
        pub networks: Option<At<Vec<At<NetworkName>>>> => at_least(1).distinct(),
        /// What the container may use.
        pub resources: Option<At<Resources>>,
        /// When the container is started again. Default: `unless-stopped`.
        pub restart: Option<At<Restart>>,
        /// What the container may do.
        pub security: Option<At<Security>>,
        /// Whether an init is the first process: it passes signals on, and takes in what other processes
        /// leave behind. Default: true.
        pub init: Option<At<bool>>,
        /// Time from the signal to stop until it is killed. Default: 10 s, as with Docker.
        pub stop_grace_period: Option<At<Duration>>,
        /// Bounds of the log.
        pub logging: Option<At<Logging>>,
        /// Labels, which other programs on the host read. Default: none but the one of stackgen itself.
        pub labels: Option<At<Named<LabelName, Line>>>,
        /// The folder in the container in which its command starts. Default: the image's.
        pub working_dir: Option<At<ContainerPath>>,
    }
}
