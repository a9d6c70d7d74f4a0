//! The arithmetic that a finding shows: a sum, its terms, and the limit that it exceeds.

use crate::units::{Bytes, Cpus, Duration};

/// A line of a shown sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumLine {
    /// `+` for a term, `=` for the sum, empty for the limit.
    pub sign: &'static str,
    /// The amount, with its unit.
    pub amount: String,
    /// What the amount is, and where it comes from.
    pub what: String,
}

/// A sum that is computed as its lines are added, so that it shows what was compared.
#[derive(Debug, Clone)]
pub struct Sum {
    show: fn(u64) -> String,
    total: u64,
    lines: Vec<SumLine>,
}

impl Sum {
    /// A sum of sizes.
    #[must_use]
    pub fn of_sizes() -> Self {
        Self::new(|bytes| Bytes::new(bytes).in_mib())
    }

    /// A sum of whole numbers.
    #[must_use]
    pub fn of_counts() -> Self {
        Self::new(|count| count.to_string())
    }

    /// A sum of CPUs, in thousandths.
    #[must_use]
    pub fn of_cpus() -> Self {
        Self::new(|thousandths| {
            format!("{} CPUs", Cpus::thousandths(u32::try_from(thousandths).unwrap_or(u32::MAX)).decimal())
        })
    }

    /// A sum of times, in milliseconds.
    #[must_use]
    pub fn of_times() -> Self {
        Self::new(|millis| Duration::milliseconds(millis).human())
    }

    fn new(show: fn(u64) -> String) -> Self {
        Self { show, total: 0, lines: Vec::new() }
    }

    /// Adds a term; at most the largest number.
    #[must_use]
    pub fn plus(mut self, amount: u64, what: impl Into<String>) -> Self {
        self.total = self.total.saturating_add(amount);
        self.lines.push(SumLine { sign: "+", amount: (self.show)(amount), what: what.into() });
        self
    }

    /// The sum so far.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The sum and the limit for a message, in bytes if the rounded numbers would be the same.
    #[must_use]
    pub fn versus(&self, bound: u64) -> (String, String) {
        let (total, shown) = ((self.show)(self.total), (self.show)(bound));
        if total == shown && self.total != bound {
            return (format!("{} bytes", self.total), format!("{bound} bytes"));
        }
        (total, shown)
    }

    /// The lines of the table: the terms, the sum, and the limit. A single term is the sum.
    #[must_use]
    pub fn against(mut self, bound: u64, what: impl Into<String>) -> Vec<SumLine> {
        let (total, shown) = self.versus(bound);
        if let [only] = self.lines.as_mut_slice() {
            only.sign = "=";
            only.amount = total;
        } else {
            self.lines.push(SumLine { sign: "=", amount: total, what: "total".to_owned() });
        }
        self.lines.push(SumLine { sign: "", amount: shown, what: what.into() });
        self.lines
    }
}

/// The table as text, with aligned amounts.
#[must_use]
pub fn table(lines: &[SumLine]) -> String {
    let width = lines.iter().map(|line| line.amount.len()).max().unwrap_or(0);
    let line = |line: &SumLine| format!("{:1} {:>width$}  {}", line.sign, line.amount, line.what);
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_was_added_up() {
        let sum = Sum::of_sizes().plus(3 << 20, "data").plus(1 << 20, "buffers");
        assert_eq!(sum.total(), 4 << 20);
        let text = table(&sum.against(2 << 20, "the limit"));
        assert_eq!(text, "+ 3 MiB  data\n+ 1 MiB  buffers\n= 4 MiB  total\n  2 MiB  the limit");
    }

    #[test]
    fn a_single_term_is_the_sum() {
        let lines = Sum::of_counts().plus(5, "clients").against(4, "the limit");
        assert_eq!(table(&lines), "= 5  clients\n  4  the limit");
    }

    #[test]
    fn numbers_that_differ_are_shown_to_differ() {
        let sum = Sum::of_sizes().plus((5 << 20) + 2, "data");
        assert_eq!(sum.versus((5 << 20) + 1), ("5242882 bytes".to_owned(), "5242881 bytes".to_owned()));
    }
}
