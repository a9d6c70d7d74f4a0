//! Odoo uses STARTTLS on port 465, which expects TLS from the start.
//!
//! # Why
//! With `smtp_ssl`, Odoo starts in plain text and asks for STARTTLS. On port 465, the server waits for a TLS
//! handshake. Both sides wait until the connection times out (Odoo 19.0, `ir_mail_server.py`; RFC 8314, 3.3). To
//! use a server on port 465, configure it as "SSL/TLS" in Odoo's settings, not in odoo.conf.
//!
//! # Wrong
//! [odoo.options]
//! smtp_port = 465
//! smtp_ssl = true
//!
//! # Right
//! [odoo.options]
//! smtp_port = 587
//! smtp_ssl = true

use crate::components::odoo::OdooValue;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks at the port and at how it is used.
pub fn check(stack: &Stack, report: &mut Report) {
    let (Some(port), Some(tls)) = (stack.odoo().options.get("smtp_port"), stack.odoo().options.get("smtp_ssl")) else {
        return;
    };
    if **port == OdooValue::Integer(465) && **tls == OdooValue::Bool(true) {
        report
            .at(port, "the server expects TLS on port 465, but Odoo starts with STARTTLS")
            .also(tls, "STARTTLS")
            .help("use port 587, or configure the server in Odoo's settings")
            .fix(Fix::suggested("use the port for STARTTLS").set(port, "smtp_port", 587_u32));
    }
}
