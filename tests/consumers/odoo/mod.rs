//! The real Odoo 19 (`scripts/odoo`): what it makes of odoo.conf, which options it has, how it starts.

mod start;
mod table;
mod versions;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{base_with, built, installed, real_input, root};
use crate::{clean, quiet};

/// What the real deployment promises Odoo; a mode may differ in the last two.
fn promised(workers: u32, proxy_mode: bool, own_addons: &Path) -> Value {
    json!({
        "odoo": {
            "addons_path": [
                own_addons.join("localization"),
                own_addons.join("custom"),
                core_addons(),
            ],
            "data_dir": "/var/lib/odoo",
            "db_host": "db",
            "db_port": 5432,
            "db_user": "odoo",
            "http_interface": "0.0.0.0",
            "http_port": 8069,
            "gevent_port": 8072,
            "dbfilter": "^odoo.*$",
            "list_db": false,
            "db_maxconn": 24,
            "max_cron_threads": 2,
            "limit_memory_hard": 2_684_354_560_u64,
            "limit_memory_soft": 2_147_483_648_u64,
            "limit_request": 8192,
            "limit_time_cpu": 600,
            "limit_time_real": 1200,
            "log_level": "info",
            "server_wide_modules": ["base", "rpc", "web", "session_redis"],
            "workers": workers,
            "proxy_mode": proxy_mode,
        },
        "custom": { "ai_service_url": "http://ai-service:8000", "ai_service_timeout": "30" },
    })
}

/// The folder of the unpacked package's libraries.
const LIBRARIES: &str = "target/odoo/root/usr/lib/python3/dist-packages";

/// Where the official image has the addons that come with Odoo.
const CORE_ADDONS: &str = "/usr/lib/python3/dist-packages/odoo/addons";

/// The program `odoo`.
pub fn program() -> Option<PathBuf> {
    installed("odoo", root().join("target/odoo/bin/odoo"))
}

/// Odoo's own addons.
pub fn core_addons() -> PathBuf {
    root().join(LIBRARIES).join("odoo/addons")
}

/// What the real Odoo reads from a file, complains of, and knows.
pub fn read(conf: &Path) -> Option<Value> {
    program()?;
    let mut command = clean(root().join("target/odoo/venv/bin/python"));
    command.arg(root().join("tests/fixtures/python/odoo_options.py")).env("ODOO_RC", conf);
    Some(serde_json::from_str(&quiet(&mut command)).unwrap())
}

/// A generated odoo.conf with the folders of the image elsewhere: Odoo skips those that are not there.
fn with_folders(project: &Path, file: &str) -> PathBuf {
    let conf = project.join("generated/odoo").join(file);
    let own = project.join("extra-addons");
    for folder in ["localization", "custom"] {
        let module = own.join(folder).join("example");
        std::fs::create_dir_all(&module).unwrap();
        std::fs::write(module.join("__init__.py"), "").unwrap();
        std::fs::write(module.join("__manifest__.py"), "{'name': 'Example'}\n").unwrap();
    }
    let text = std::fs::read_to_string(&conf).unwrap();
    let text = text.replace("/mnt/extra-addons", own.to_str().unwrap());
    std::fs::write(&conf, text.replace(CORE_ADDONS, core_addons().to_str().unwrap())).unwrap();
    conf
}

/// What Odoo complains of, but for options that addons read: of these it says that it does not know them.
fn complaints(read: &Value) -> Vec<&str> {
    let all = read["complaints"].as_array().unwrap().iter().map(|complaint| complaint.as_str().unwrap());
    let of_addons =
        |text: &&str| !text.starts_with("unknown option 'ai_service_") && !text.starts_with("unknown option '_test_");
    all.filter(of_addons).collect()
}

#[test]
fn odoo_reads_what_the_stack_states() {
    let dir = built(&real_input());
    for (file, workers, proxy_mode) in [("odoo.conf", 4, true), ("odoo.development.conf", 0, false)] {
        let path = with_folders(dir.path(), file);
        let Some(read) = read(&path) else { return };
        let own = dir.path().join("extra-addons");
        let promised = promised(workers, proxy_mode, &own);
        assert_eq!([&read["odoo"], &read["custom"]], [&promised["odoo"], &promised["custom"]], "{file}");
        assert_eq!(complaints(&read), [""; 0], "{file}");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("${"), "{file}: Odoo expands nothing");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            assert!(!line.contains(" #") && !line.contains(" ;"), "{file}: Odoo has no comments inside lines: {line}");
        }
    }
}

/// Values that end early, change their type or vanish where a reader is less literal than Odoo's.
#[test]
fn odoo_reads_hostile_values_as_they_are_written() {
    let input = base_with(
        r##"
        [odoo.options]
        dbfilter = '^shop|^%d$ ; # = : [options] %(x)s ${y}'
        email_from = '"Ñandú; S.A." <a@example.cl>'
        log_handler = [":INFO", "odoo.sql_db:DEBUG"]
        transient_age_limit = 0.5
        websocket_rate_limit_delay = 1e-7
        limit_time_real_cron = -1
        limit_memory_soft_gevent = "1.5 GiB"
        limit_time_cpu = "2m"
        db_sslmode = "verify-full"
        reportgz = true
        [odoo.custom_options]
        note = "# = ; 'quoted' \\n"
        flag = true
        number = 1.5
        [modes.own]
        [modes.own.odoo.options]
        workers = 2
        db_maxconn = 8
        "##,
    );
    let dir = built(&input);
    let Some(read) = read(&dir.path().join("generated/odoo/odoo.conf")) else { return };
    for (name, value) in [
        ("dbfilter", json!("^shop|^%d$ ; # = : [options] %(x)s ${y}")),
        ("email_from", json!("\"Ñandú; S.A.\" <a@example.cl>")),
        ("log_handler", json!([":INFO", "odoo.sql_db:DEBUG"])),
        ("transient_age_limit", json!(0.5)),
        ("websocket_rate_limit_delay", json!(1e-7)),
        ("limit_time_real_cron", json!(-1)),
        ("limit_memory_soft_gevent", json!(1_610_612_736_u64)),
        ("limit_time_cpu", json!(120)),
        ("db_sslmode", json!("verify-full")),
        ("reportgz", json!(true)),
    ] {
        assert_eq!(read["odoo"][name], value, "{name}");
    }
    assert_eq!(read["odoo"]["admin_passwd"], "", "without a password the database manager is closed");
    assert_eq!(read["odoo"].get("db_password"), None);
    let custom = json!({ "note": "# = ; 'quoted' \\n", "flag": "true", "number": "1.5" });
    assert_eq!(read["custom"], custom);
}
