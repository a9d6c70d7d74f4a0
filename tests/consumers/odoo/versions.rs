//! What an older Odoo is given: the modules it has, and secrets where it reads them.

use crate::support::{base_with, built};

/// A stack with sessions in Redis and a password for the mail server.
fn input(image: &str) -> String {
    base_with(&format!(
        "[secrets]\nmail_password = {{ env = 'MAIL_PASSWORD', rotate = '90d' }}\n[odoo]\nimage = '{image}'\n\
         sessions = {{ store = 'redis' }}\naddons = ['own']\n\
         [odoo.environment]\nODOO_SMTP_PASSWORD = {{ secret = 'mail_password' }}\n"
    ))
}

/// Odoo 17 and 18 read no option from a variable (`odoo/tools/config.py`), and have no module rpc.
#[test]
fn secrets_and_modules_are_those_of_the_version() {
    for (image, modules, option, variable) in [
        ("odoo:17.0", "base,web,session_redis", true, false),
        ("odoo:18.0", "base,web,session_redis", true, false),
        ("odoo:19.0", "base,rpc,web,session_redis", false, true),
    ] {
        let dir = built(&input(image));
        let read = |file: &str| std::fs::read_to_string(dir.path().join("generated/odoo").join(file)).unwrap();
        let start = read("start.sh");
        assert_eq!(start.contains("    option smtp_password mail_password 'MAIL_PASSWORD in .env'"), option, "{start}");
        assert_eq!(start.contains("export ODOO_SMTP_PASSWORD"), variable, "{start}");
        assert!(read("odoo.conf").contains(&format!("server_wide_modules = {modules}\n")), "{image}");
    }
}
