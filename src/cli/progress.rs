//! A progress bar for commands with many stacks, on a terminal.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::terminal::{self, Volume};

/// Work that ends sooner gets no bar.
const AFTER: Duration = Duration::from_millis(500);

/// Time between two redraws.
const EVERY: Duration = Duration::from_millis(100);

/// The length of the bar, in columns.
const LENGTH: usize = 24;

/// A bar that grows with each stack that is done, and is removed when it is dropped.
pub(super) struct Progress {
    done_to_each: &'static str,
    total: usize,
    done: AtomicUsize,
    begin: Instant,
    /// When it was last drawn.
    drawn: Mutex<Option<Instant>>,
}

impl Progress {
    /// A bar for `total` stacks; `done_to_each` names the work, for example `compiled`.
    pub(super) fn of(total: usize, done_to_each: &'static str) -> Self {
        Self { done_to_each, total, done: AtomicUsize::new(0), begin: Instant::now(), drawn: Mutex::new(None) }
    }

    /// Counts one more stack as done.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.begin.elapsed() < AFTER || terminal::volume() == Volume::Quiet || !terminal::can_redraw() {
            return;
        }
        // If another thread is drawing, skip this one.
        let Ok(mut drawn) = self.drawn.try_lock() else { return };
        if drawn.is_none_or(|at| at.elapsed() >= EVERY) {
            terminal::redraw(&self.picture(done));
            *drawn = Some(Instant::now());
        }
    }

    fn picture(&self, done: usize) -> String {
        let full = (LENGTH * done).checked_div(self.total).unwrap_or(LENGTH).min(LENGTH);
        let (full, empty) = ("#".repeat(full), " ".repeat(LENGTH - full));
        format!("[{full}{empty}] {done} of {} stacks {}", self.total, self.done_to_each)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn.get_mut().is_ok_and(|drawn| drawn.is_some()) {
            terminal::redraw("");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_grows_to_its_end() {
        let bar = Progress::of(1000, "compiled");
        assert_eq!(bar.picture(0), "[                        ] 0 of 1000 stacks compiled");
        assert_eq!(bar.picture(500), "[############            ] 500 of 1000 stacks compiled");
        assert_eq!(bar.picture(1000), "[########################] 1000 of 1000 stacks compiled");
        assert_eq!(Progress::of(0, "built").picture(0), "[########################] 0 of 0 stacks built");
    }
}
