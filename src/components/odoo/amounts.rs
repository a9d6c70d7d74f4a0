//! Numbers that rules compute with: options of Odoo, written or by default.

use super::table::odoo_options;
use super::{Odoo, OdooValue};
use crate::origin::At;

/// Why an option has the value of Odoo's table.
const OF_ODOO: &str = "Odoo's own default";

impl Odoo {
    /// A number among the options: bytes, seconds or a count; nothing if it is unset.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<At<u64>> {
        let number = |value: &OdooValue| match value {
            OdooValue::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        if let Some(value) = self.options.get(name) {
            return number(value).map(|number| value.map(|_| number));
        }
        let default = odoo_options().get(name)?.default.parse().ok()?;
        Some(At::default_of(default, self.options_table, OF_ODOO))
    }

    /// A boolean among the options.
    #[must_use]
    pub fn boolean(&self, name: &str) -> At<bool> {
        if let Some(value) = self.options.get(name) {
            return value.map(|value| *value == OdooValue::Bool(true));
        }
        let default = odoo_options().get(name).is_some_and(|option| option.default == "True");
        At::default_of(default, self.options_table, OF_ODOO)
    }

    /// The number of worker processes; 0: Odoo is one process with threads.
    #[must_use]
    pub fn workers(&self) -> At<u64> {
        self.number("workers").unwrap_or_else(|| At::default_of(0, self.options_table, OF_ODOO))
    }

    /// The number of processes that run cron jobs.
    #[must_use]
    pub fn cron_threads(&self) -> At<u64> {
        self.number("max_cron_threads").unwrap_or_else(|| At::default_of(2, self.options_table, OF_ODOO))
    }

    /// The number of processes of Odoo: workers, cron processes and one for websockets; without workers, one.
    #[must_use]
    pub fn processes(&self) -> u64 {
        let workers = *self.workers();
        if workers == 0 { 1 } else { workers.saturating_add(*self.cron_threads()).saturating_add(1) }
    }
}
