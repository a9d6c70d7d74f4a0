//! Options of the servers that cannot be written by their own names, since other keys of the input decide them: the option, and those
//! keys.

/// Options of odoo.conf.
pub(super) const ODOO: &[(&str, &str)] = &[
    ("admin_passwd", "`odoo.admin_password = { secret = … }`"),
    ("db_host", "`[postgres]`"),
    ("db_port", "`[postgres]`"),
    ("db_user", "`postgres.user`"),
    ("db_password", "`postgres.password`"),
    ("http_port", "`odoo.ports.http`"),
    ("gevent_port", "`odoo.ports.gevent`"),
    ("addons_path", "`odoo.addons` and `odoo.addons_dir`"),
    ("smtp_password", "`odoo.environment.ODOO_SMTP_PASSWORD = { secret = … }`"),
    ("proxy_access_token", "`odoo.environment.ODOO_PROXY_ACCESS_TOKEN = { secret = … }`"),
    ("logfile", "the container: its log is the standard error"),
    ("syslog", "the container: its log is the standard error"),
    ("pidfile", "the container: it has one process tree"),
];

/// Settings of the PostgreSQL server.
pub(super) const POSTGRES: &[(&str, &str)] = &[
    ("port", "the image: it is 5432"),
    ("listen_addresses", "the image: it listens on the container's networks"),
    ("data_directory", "`postgres.volume`"),
    ("config_file", "the image"),
    ("hba_file", "the image"),
    ("ident_file", "the image"),
    ("external_pid_file", "the image"),
    ("unix_socket_directories", "the image"),
];

/// Directives of redis.conf.
pub(super) const REDIS: &[(&str, &str)] = &[
    ("requirepass", "`redis.password`"),
    ("masterauth", "`redis.password`"),
    ("masteruser", "`redis.password`"),
    ("aclfile", "`redis.password`"),
    ("port", "`redis.port`"),
    ("bind", "the container: it listens on its networks"),
    ("bind-source-addr", "the container"),
    ("protected-mode", "`redis.password`"),
    ("dir", "`redis.volume`"),
    ("logfile", "the container: its log is the standard output"),
    ("replicaof", "`redis.replicas`"),
    ("replica-announce-ip", "`redis.replicas`"),
    ("replica-announce-port", "`redis.port`"),
    ("maxmemory", "`redis.maxmemory`"),
    ("maxmemory-policy", "`redis.maxmemory_policy`"),
    ("appendonly", "`redis.persistence.aof`"),
    ("appendfsync", "`redis.persistence.appendfsync`"),
    ("save", "`redis.persistence.rdb`"),
    ("client-output-buffer-limit", "`redis.client_output_buffer_limit_replica`"),
    ("min-replicas-to-write", "`redis.replicas.min_replicas_to_write`"),
    ("databases", "`redis.databases`"),
    ("unixsocket", "the container: clients come over its networks"),
    ("unixsocketperm", "the container: clients come over its networks"),
    ("cluster-enabled", "the tool: a cluster is not what Sentinel watches"),
    ("supervised", "the container"),
    ("syslog-enabled", "the container: its log is the standard output"),
];
