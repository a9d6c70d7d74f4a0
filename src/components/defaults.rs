//! The defaults that all products share, each with its reason.

use super::context::at_table;
use crate::input::{Capability, Restart};
use crate::model::{HealthTimes, Log};
use crate::origin::{At, Span};
use crate::units::{Bytes, Duration, HostPath, Unit};

/// A constant of a type that is parsed.
pub(in crate::components) fn constant<T: Unit>(text: &str) -> T {
    T::parse(text).expect("every default parses: a test checks each of them")
}

macro_rules! defaults {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $value:expr, $why:literal;)+) => {
        $($(#[$doc])* pub(in crate::components) fn $name(near: crate::origin::Span) -> crate::origin::At<$type> {
            crate::origin::At::default_of($value, near, $why)
        })+
    };
}

defaults! {
    project_dir: HostPath = constant("."), "the folder of the generated files";
    restart: Restart = Restart::UnlessStopped, "a container restarts unless someone stopped it";
    log_size: Bytes = Bytes::mib(10), "limits the size of the log";
    log_files: u32 = 3, "limits the size of the log";
    no_new_privileges: bool = true, "no program of the stack needs setuid";
    read_only_root: bool = false, "Compose writes secrets to the container's root file system";
    init: bool = true, "a health check that times out leaves zombie processes behind";
}

/// Health check times in seconds: interval, timeout, retries, start period.
pub(in crate::components) struct UsualTimes(pub u64, pub u64, pub u32, pub u64);

/// What differs by the program that a container runs.
pub(in crate::components) struct Usual {
    pub(in crate::components) times: UsualTimes,
    /// Capabilities that are dropped and kept, and why.
    pub(in crate::components) cap_drop: (&'static [Capability], &'static str),
    pub(in crate::components) cap_add: (&'static [Capability], &'static str),
    /// Processes and threads, and why so many.
    pub(in crate::components) pids: (u32, &'static str),
    /// Seconds, and why so many.
    pub(in crate::components) stop_grace_period: (u64, &'static str),
}

/// All capabilities, of a container whose image is known.
pub(in crate::components) const DROPPED: (&[Capability], &str) =
    (&[Capability::All], "the image needs root at most to start");

impl Usual {
    pub(in crate::components) fn cap_drop(&self, near: Span) -> At<Vec<Capability>> {
        at_table(self.cap_drop.0.to_vec(), near, self.cap_drop.1)
    }

    pub(in crate::components) fn cap_add(&self, near: Span) -> At<Vec<Capability>> {
        at_table(self.cap_add.0.to_vec(), near, self.cap_add.1)
    }

    pub(in crate::components) fn pids(&self, near: Span) -> At<u32> {
        at_table(self.pids.0, near, self.pids.1)
    }

    pub(in crate::components) fn stop_grace_period(&self, near: Span) -> At<Duration> {
        at_table(Duration::seconds(self.stop_grace_period.0), near, self.stop_grace_period.1)
    }
}

impl UsualTimes {
    /// These times as defaults of a table.
    pub(in crate::components) fn near(&self, near: Span) -> HealthTimes {
        const WHY: &str = "the usual timing of a health check";
        HealthTimes {
            interval: at_table(Duration::seconds(self.0), near, WHY),
            timeout: at_table(Duration::seconds(self.1), near, WHY),
            retries: at_table(self.2, near, WHY),
            start_period: at_table(Duration::seconds(self.3), near, WHY),
        }
    }
}

/// The usual bounds of a log.
pub(in crate::components) fn log(near: Span) -> Log {
    Log { max_size: log_size(near), max_files: log_files(near) }
}
