//! What every container has.

use crate::origin::At;
use crate::units::{Bytes, Cpus, Duration};

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
