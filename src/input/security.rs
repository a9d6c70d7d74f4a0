//! The privileges of a container.

use crate::origin::At;
use crate::units::ContainerPath;

table! {
    /// The privileges of a container.
    #[derive(Default)]
    pub struct Security {
        /// Whether processes are prevented from gaining privileges, for example through a program with the set-user-ID
        /// bit. Default: true.
        pub no_new_privileges: Option<At<bool>>,
        /// Capabilities that are dropped for root in the container. Default: all, but none for a service in
        /// `[services]`.
        pub cap_drop: Option<At<Vec<At<Capability>>>> => distinct(),
        /// Capabilities that root in the container keeps. Default: those that the official image needs to start.
        pub cap_add: Option<At<Vec<At<Capability>>>> => distinct(),
        /// Whether the root filesystem of the container is read-only. Default: false.
        pub read_only: Option<At<bool>>,
        /// Folders that are kept in memory (tmpfs). They count towards the memory of the container. Use folders that
        /// exist in the image: any other folder belongs to root from the second start of the container on (runc
        /// 1.1.5). Default: none.
        pub tmpfs: Option<At<Vec<At<ContainerPath>>>> => distinct(),
    }
}

names! {
    /// A Linux capability (capabilities(7), Linux 6.1), or all of them.
    pub enum Capability {
        /// All of them.
        All = "ALL",
        /// Configure the auditing of the kernel.
        AuditControl = "AUDIT_CONTROL",
        /// Read the audit log.
        AuditRead = "AUDIT_READ",
        /// Write to the audit log.
        AuditWrite = "AUDIT_WRITE",
        /// Prevent the system from being suspended.
        BlockSuspend = "BLOCK_SUSPEND",
        /// Use BPF.
        Bpf = "BPF",
        /// Checkpoint and restore processes.
        CheckpointRestore = "CHECKPOINT_RESTORE",
        /// Change the owner of files.
        Chown = "CHOWN",
        /// Read and write the files of other users.
        DacOverride = "DAC_OVERRIDE",
        /// Read the files and folders of other users.
        DacReadSearch = "DAC_READ_SEARCH",
        /// Change the mode of the files of other users.
        Fowner = "FOWNER",
        /// Keep the set-user-ID bits of files that are modified.
        Fsetid = "FSETID",
        /// Lock memory.
        IpcLock = "IPC_LOCK",
        /// Use the shared memory of other users.
        IpcOwner = "IPC_OWNER",
        /// Send signals to the processes of other users.
        Kill = "KILL",
        /// Take leases on the files of other users.
        Lease = "LEASE",
        /// Make files immutable.
        LinuxImmutable = "LINUX_IMMUTABLE",
        /// Configure mandatory access control.
        MacAdmin = "MAC_ADMIN",
        /// Override mandatory access control.
        MacOverride = "MAC_OVERRIDE",
        /// Create device files.
        Mknod = "MKNOD",
        /// Configure the network.
        NetAdmin = "NET_ADMIN",
        /// Listen on ports below 1024.
        NetBindService = "NET_BIND_SERVICE",
        /// Send broadcasts.
        NetBroadcast = "NET_BROADCAST",
        /// Use raw sockets, as `ping` does.
        NetRaw = "NET_RAW",
        /// Monitor performance.
        Perfmon = "PERFMON",
        /// Set capabilities on files.
        Setfcap = "SETFCAP",
        /// Change to another group.
        Setgid = "SETGID",
        /// Drop capabilities from its own set.
        Setpcap = "SETPCAP",
        /// Change to another user.
        Setuid = "SETUID",
        /// Administer the system: mounts, namespaces and much more.
        SysAdmin = "SYS_ADMIN",
        /// Reboot.
        SysBoot = "SYS_BOOT",
        /// Change the root folder (chroot).
        SysChroot = "SYS_CHROOT",
        /// Load kernel modules.
        SysModule = "SYS_MODULE",
        /// Raise priorities.
        SysNice = "SYS_NICE",
        /// Turn process accounting on and off.
        SysPacct = "SYS_PACCT",
        /// Trace processes.
        SysPtrace = "SYS_PTRACE",
        /// Use I/O ports.
        SysRawio = "SYS_RAWIO",
        /// Override resource limits.
        SysResource = "SYS_RESOURCE",
        /// Set the clock.
        SysTime = "SYS_TIME",
        /// Configure terminals.
        SysTtyConfig = "SYS_TTY_CONFIG",
        /// Read the kernel log.
        Syslog = "SYSLOG",
        /// Wake the system up.
        WakeAlarm = "WAKE_ALARM",
    }
}
