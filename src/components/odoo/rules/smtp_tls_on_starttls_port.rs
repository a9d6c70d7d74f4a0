//! Mail by STARTTLS on a port that speaks TLS from the first byte.
//!
//! # Why
//! `smtp_ssl` makes Odoo begin in plain text and ask for STARTTLS; on port 465 the server waits for a TLS handshake, so both
//! wait until the connection times out (Odoo 19.0, `ir_mail_server.py`; RFC 8314, 3.3). A server on 465 is set up in Odoo's
//! settings, as "SSL/TLS", not in odoo.conf.
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
            .at(port, "on port 465 the server expects TLS, but Odoo begins with STARTTLS")
            .also(tls, "STARTTLS")
            .help("use port 587, or set the server up in Odoo's settings")
            .fix(Fix::suggested("the port for STARTTLS").set(port, "smtp_port", 587_u32));
    }
}
