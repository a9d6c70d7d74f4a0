//! The rules of Odoo.

#![expect(
    missing_docs,
    reason = "the page of a rule is the comment of its file; its items have the names that all rules have"
)]

pub mod database_outside_dbfilter;
pub mod db_name_mismatch;
pub mod odoo_data_not_persistent;
pub mod odoo_database_manager_open;
pub mod odoo_hard_limit_exceeds_container;
pub mod odoo_http_interface_loopback;
pub mod odoo_limits_exceed_container;
pub mod odoo_memory_below_estimate;
pub mod odoo_option_not_for_files;
pub mod odoo_option_out_of_range;
pub mod odoo_option_removed;
pub mod odoo_option_unknown;
pub mod odoo_soft_limit_above_hard;
pub mod odoo_time_limits_inverted;
pub mod odoo_time_limits_long;
pub mod odoo_too_many_workers;
pub mod odoo_too_old;
pub mod odoo_websocket_unrouted;
pub mod proxy_mode_without_proxy;
pub mod sessions_without_module;
pub mod smtp_tls_on_starttls_port;
pub mod source_mounted_in_production;
