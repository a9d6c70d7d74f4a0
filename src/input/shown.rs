//! Values of the input as they are shown in texts for people.

use std::net::IpAddr;

use crate::units::{Bytes, ContainerPath, Duration, MasterName, NamePattern, Port, ServiceName, VolumeName};

/// A value that can be shown in texts for people.
pub trait Shown {
    /// The value as it is shown.
    fn shown(&self) -> String;
}

macro_rules! shown {
    ($($type:ty => |$value:ident| $shown:expr;)+) => {
        $(impl Shown for $type {
            fn shown(&self) -> String {
                let $value = self;
                $shown
            }
        })+
    };
}

shown! {
    bool => |value| value.to_string();
    u32 => |value| value.to_string();
    Port => |value| value.get().to_string();
    IpAddr => |value| value.to_string();
    Bytes => |value| value.human();
    Duration => |value| format!("{} s", value.millis() / 1000);
    ServiceName => |value| format!("`{}`", value.as_str());
    VolumeName => |value| format!("`{}`", value.as_str());
    NamePattern => |value| format!("`{}`", value.as_str());
    ContainerPath => |value| format!("`{}`", value.as_str());
    MasterName => |value| format!("`{}`", value.as_str());
}

impl<T> Shown for Vec<T> {
    fn shown(&self) -> String {
        format!("a list of {}", self.len())
    }
}
