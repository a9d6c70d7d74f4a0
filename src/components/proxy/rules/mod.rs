//! The rules of nginx in front of Odoo.

#![expect(
    missing_docs,
    reason = "the page of a rule is the comment of its file; its items have the names that all rules have"
)]

pub mod odoo_proxy_not_named;
