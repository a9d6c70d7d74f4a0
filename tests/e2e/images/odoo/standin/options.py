"""The options that a configuration file may hold, as odoo/tools/config.py of Odoo 19.0 declares them."""

from typing import Any, NamedTuple


class Option(NamedTuple):
    kind: str  # the name of a reader in config.READERS
    default: Any
    variable: str  # the environment variable that sets it


_NAMES_OF_THEIR_OWN = {
    "db_app_name": "PGAPPNAME",
    "db_host": "PGHOST",
    "db_name": "PGDATABASE",
    "db_password": "PGPASSWORD",
    "db_port": "PGPORT",
    "db_replica_host": "PGHOST_REPLICA",
    "db_replica_port": "PGPORT_REPLICA",
    "db_sslmode": "PGSSLMODE",
    "db_template": "PGDATABASE_TEMPLATE",
    "db_user": "PGUSER",
    "dev_mode": "ODOO_DEV",
    "pg_path": "PGPATH",
}

_DECLARED: dict[str, dict[str, Any]] = {
    "string": {
        "admin_passwd": "admin",
        "csv_internal_sep": ",",
        "db_app_name": "odoo-{pid}",
        "db_host": "",
        "db_password": "",
        "db_replica_host": None,
        "db_template": "template0",
        "db_user": "",
        "dbfilter": "",
        "email_from": "",
        "from_filter": "",
        "http_interface": "0.0.0.0",
        "import_url_regex": r"^(?:http|https)://",
        "load_language": None,
        "log_db": "",
        "log_db_level": "warning",
        "proxy_access_token": "",
        "publisher_warranty_url": "http://services.odoo.com/publisher-warranty/",
        "smtp_password": "",
        "smtp_server": "localhost",
        "smtp_user": "",
    },
    "choice": {"db_sslmode": "prefer", "log_level": "info"},
    "int": {
        "db_maxconn": 64,
        "db_maxconn_gevent": None,
        "db_port": None,
        "db_replica_port": None,
        "gevent_port": 8072,
        "http_port": 8069,
        "import_file_maxbytes": 10 * 1024 * 1024,
        "import_file_timeout": 3,
        "limit_memory_hard": 2560 * 1024 * 1024,
        "limit_memory_hard_gevent": None,
        "limit_memory_soft": 2048 * 1024 * 1024,
        "limit_memory_soft_gevent": None,
        "limit_request": 65536,
        "limit_time_cpu": 60,
        "limit_time_real": 120,
        "limit_time_real_cron": -1,
        "limit_time_worker_cron": 0,
        "max_cron_threads": 2,
        "osv_memory_count_limit": 0,
        "smtp_port": 25,
        "websocket_keep_alive_timeout": 3600,
        "websocket_rate_limit_burst": 10,
        "workers": 0,
    },
    "float": {"transient_age_limit": 1.0, "websocket_rate_limit_delay": 0.2},
    "bool": {
        "default_productivity_apps": False,
        "http_enable": True,
        "list_db": True,
        "overwrite_existing_translations": False,
        "proxy_mode": False,
        "reportgz": False,
        "smtp_ssl": False,
        "syslog": False,
        "unaccent": False,
        "with_demo": False,
        "x_sendfile": False,
    },
    "path": {
        "bin_path": "",
        "data_dir": "/var/lib/odoo/.local/share/Odoo",
        "geoip_city_db": "/usr/share/GeoIP/GeoLite2-City.mmdb",
        "geoip_country_db": "/usr/share/GeoIP/GeoLite2-Country.mmdb",
        "logfile": "",
        "pg_path": None,
        "pidfile": "",
        "screencasts": "",
        "screenshots": "/tmp/odoo_tests",
        "smtp_ssl_certificate_filename": "",
        "smtp_ssl_private_key_filename": "",
    },
    "list": {
        "db_name": [],
        "dev_mode": [],
        "log_handler": [":INFO"],
        "pre_upgrade_scripts": [],
        "server_wide_modules": ["base", "rpc", "web"],
        "upgrade_path": [],
    },
    "addons": {"addons_path": []},
}

OPTIONS = {
    name: Option(kind, default, _NAMES_OF_THEIR_OWN.get(name, f"ODOO_{name.upper()}"))
    for kind, declared in _DECLARED.items()
    for name, default in declared.items()
}

CHOICES = {
    "db_sslmode": ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"],
    "log_level": [
        "info", "debug_rpc", "warn", "test", "critical", "runbot",
        "debug_sql", "error", "debug", "debug_rpc_answer", "notset",
    ],
}  # fmt: skip

SECRET = {"admin_passwd", "db_password", "proxy_access_token", "smtp_password"}
