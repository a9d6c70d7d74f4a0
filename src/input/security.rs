//! What a container may do.

use crate::origin::At;
use crate::units::ContainerPath;

table! {
    /// What a container may do.
    #[derive(Default)]
    pub struct Security {
        /// Whether no program gives a process privileges that it had not, as one with the set-user-ID bit
        /// would. Default: true.
        pub no_new_privileges: Option<At<bool>>,
        /// Capabilities that are taken away from root in the container. Default: all; of a further service none.
        pub cap_drop: Option<At<Vec<At<Capability>>>> => distinct(),
        /// Capabilities that root in the container has all the same. Default: those that the start of the official image
        /// needs.
        pub cap_add: Option<At<Vec<At<Capability>>>> => distinct(),
        /// Whether the files of the image cannot be changed. Default: false.
        pub read_only: Option<At<bool>>,
        /// Folders that are kept in memory, and count as memory of the container: such that the image has. Others belong to
        /// root from the second start of a container on (runc 1.1.5). Default: none.
        pub tmpfs: Option<At<Vec<At<ContainerPath>>>> => distinct(),
    }
}

names! {
    /// A capability of root (capabilities(7), Linux 6.1), or all of them.
    pub enum Capability {
        /// All of them.
        All = "ALL",
        /// Change the kernel's auditing.
        AuditControl = "AUDIT_CONTROL",
        /// Read the audit log.
        AuditRead = "AUDIT_READ",
        /// Write to the audit log.
        AuditWrite = "AUDIT_WRITE",
        /// Keep the system from being suspended.
        BlockSuspend = "BLOCK_SUSPEND",
        /// Use BPF.
        Bpf = "BPF",
        /// Freeze and restore processes.
        CheckpointRestore = "CHECKPOINT_RESTORE",
        /// Change the owner of files.
        Chown = "CHOWN",
        /// Read and write files of others.
        DacOverride = "DAC_OVERRIDE",
        /// Read files and folders of others.
        DacReadSearch = "DAC_READ_SEARCH",
        /// Change the mode of files of others.
        Fowner = "FOWNER",
        /// Keep set-user-ID bits of changed files.
        Fsetid = "FSETID",
        /// Lock memory.
        IpcLock = "IPC_LOCK",
        /// Use shared memory of others.
        IpcOwner = "IPC_OWNER",
        /// Send signals to processes of others.
        Kill = "KILL",
        /// Take leases on files of others.
        Lease = "LEASE",
        /// Make files immutable.
        LinuxImmutable = "LINUX_IMMUTABLE",
        /// Configure mandatory access control.
        MacAdmin = "MAC_ADMIN",
        /// Override mandatory access control.
        MacOverride = "MAC_OVERRIDE",
        /// Make device files.
        Mknod = "MKNOD",
        /// Configure the network.
        NetAdmin = "NET_ADMIN",
        /// Listen on ports below 1024.
        NetBindService = "NET_BIND_SERVICE",
        /// Send broadcasts.
        NetBroadcast = "NET_BROADCAST",
        /// Use raw sockets, as `ping` does.
        NetRaw = "NET_RAW",
        /// Observe performance.
        Perfmon = "PERFMON",
        /// Give capabilities to files.
        Setfcap = "SETFCAP",
        /// Change to another group.
        Setgid = "SETGID",
        /// Take capabilities out of its own set.
        Setpcap = "SETPCAP",
        /// Change to another user.
        Setuid = "SETUID",
        /// Administer the system: mounts, namespaces and much more.
        SysAdmin = "SYS_ADMIN",
        /// Reboot.
        SysBoot = "SYS_BOOT",
        /// Change the root folder.
        SysChroot = "SYS_CHROOT",
        /// Load kernel modules.
        SysModule = "SYS_MODULE",
        /// Raise priorities.
        SysNice = "SYS_NICE",
        /// Switch process accounting.
        SysPacct = "SYS_PACCT",
        /// Trace processes.
        SysPtrace = "SYS_PTRACE",
        /// Use I/O ports.
        SysRawio = "SYS_RAWIO",
        /// Override limits.
        SysResource = "SYS_RESOURCE",
        /// Set the clock.
        SysTime = "SYS_TIME",
        /// Configure terminals.
        SysTtyConfig = "SYS_TTY_CONFIG",
        /// Read the kernel's log.
        Syslog = "SYSLOG",
        /// Wake the system up.
        WakeAlarm = "WAKE_ALARM",
    }
}
