//! nginx's image.

use super::ReverseProxy;
use super::facts::PORT;
use crate::model::{Run, file, shell};

/// The configuration below the folder of the stack's files.
pub(super) const CONFIG: &str = "proxy/nginx.conf";

/// The image's own nginx.conf reads the files in that folder, and its entrypoint does not change a file that is
/// not its own (nginx/docker-nginx, `10-listen-on-ipv6-by-default.sh`). The check reaches Odoo. Alpine's image has
/// `wget`, Debian's has `curl`.
pub(super) fn run(proxy: &ReverseProxy) -> Run {
    let url = format!("http://127.0.0.1:{PORT}/web/health");
    let check = format!(
        "if command -v wget >/dev/null; then wget -q -O /dev/null {url}; else curl -fsS -o /dev/null {url}; fi"
    );
    Run {
        files: vec![file(CONFIG, "/etc/nginx/conf.d/default.conf")],
        health: Some(shell(check, proxy.section.origin())),
        ..Run::default()
    }
}
