//! What a container may do.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::origin::At;
use crate::units::ContainerPath;

/// What a container may do.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// Whether no program gives a process privileges that it had not, as one with the set-user-ID bit
    /// would. Default: true.
    #[serde(default)]
    pub no_new_privileges: Option<At<bool>>,
    /// Capabilities that are taken away from root in the container. Default: all; of a further service none.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub cap_drop: Option<At<Vec<At<Capability>>>>,
    /// Capabilities that root in the container has all the same. Default: those that the start of the official image
    /// needs.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub cap_add: Option<At<Vec<At<Capability>>>>,
    /// Whether the files of the image cannot be changed. Default: false.
    #[serde(default)]
    pub read_only: Option<At<bool>>,
    /// Folders that are kept in memory, and count as memory of the container: such that the image has. Others belong to
    /// root from the second start of a container on (runc 1.1.5). Default: none.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub tmpfs: Option<At<Vec<At<ContainerPath>>>>,
}

macro_rules! capabilities {
    ($($name:ident $text:literal $about:literal;)+) => {
        /// A capability of root (capabilities(7), Linux 6.1), or all of them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
        pub enum Capability {
            $(#[doc = $about] #[serde(rename = $text)] $name,)+
        }

        impl Capability {
            /// Its name, without `CAP_`, as Compose takes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

capabilities! {
    All "ALL" "All of them.";
    AuditControl "AUDIT_CONTROL" "Change the kernel's auditing.";
    AuditRead "AUDIT_READ" "Read the audit log.";
    AuditWrite "AUDIT_WRITE" "Write to the audit log.";
    BlockSuspend "BLOCK_SUSPEND" "Keep the system from being suspended.";
    Bpf "BPF" "Use BPF.";
    CheckpointRestore "CHECKPOINT_RESTORE" "Freeze and restore processes.";
    Chown "CHOWN" "Change the owner of files.";
    DacOverride "DAC_OVERRIDE" "Read and write files of others.";
    DacReadSearch "DAC_READ_SEARCH" "Read files and folders of others.";
    Fowner "FOWNER" "Change the mode of files of others.";
    Fsetid "FSETID" "Keep set-user-ID bits of changed files.";
    IpcLock "IPC_LOCK" "Lock memory.";
    IpcOwner "IPC_OWNER" "Use shared memory of others.";
    Kill "KILL" "Send signals to processes of others.";
    Lease "LEASE" "Take leases on files of others.";
    LinuxImmutable "LINUX_IMMUTABLE" "Make files immutable.";
    MacAdmin "MAC_ADMIN" "Configure mandatory access control.";
    MacOverride "MAC_OVERRIDE" "Override mandatory access control.";
    Mknod "MKNOD" "Make device files.";
    NetAdmin "NET_ADMIN" "Configure the network.";
    NetBindService "NET_BIND_SERVICE" "Listen on ports below 1024.";
    NetBroadcast "NET_BROADCAST" "Send broadcasts.";
    NetRaw "NET_RAW" "Use raw sockets, as `ping` does.";
    Perfmon "PERFMON" "Observe performance.";
    Setfcap "SETFCAP" "Give capabilities to files.";
    Setgid "SETGID" "Change to another group.";
    Setpcap "SETPCAP" "Take capabilities out of its own set.";
    Setuid "SETUID" "Change to another user.";
    SysAdmin "SYS_ADMIN" "Administer the system: mounts, namespaces and much more.";
    SysBoot "SYS_BOOT" "Reboot.";
    SysChroot "SYS_CHROOT" "Change the root folder.";
    SysModule "SYS_MODULE" "Load kernel modules.";
    SysNice "SYS_NICE" "Raise priorities.";
    SysPacct "SYS_PACCT" "Switch process accounting.";
    SysPtrace "SYS_PTRACE" "Trace processes.";
    SysRawio "SYS_RAWIO" "Use I/O ports.";
    SysResource "SYS_RESOURCE" "Override limits.";
    SysTime "SYS_TIME" "Set the clock.";
    SysTtyConfig "SYS_TTY_CONFIG" "Configure terminals.";
    Syslog "SYSLOG" "Read the kernel's log.";
    WakeAlarm "WAKE_ALARM" "Wake the system up.";
}
