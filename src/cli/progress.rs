//! How far a command is with many stacks, on a terminal.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::terminal::{self, Volume};

/// What is done sooner needs no bar.
const AFTER: Duration = Duration::from_millis(500);

/// Time between two pictures.
const EVERY: Duration = Duration::from_millis(100);

/// The length of the bar, in columns.
const LENGTH: usize = 24;

/// A bar that grows with each stack that is done, and goes when it is dropped.
pub(super) struct Progress {
    done_to_each: &'static str,
    total: usize,
    done: AtomicUsize,
    begin: Instant,
    /// When it was drawn last.
    drawn: Mutex<Option<Instant>>,
}

impl Progress {
    /// Nothing is done yet of so many stacks: each will be `compiled`, say.
    pub(super) fn of(total: usize, done_to_each: &'static str) -> Self {
        Self { done_to_each, total, done: AtomicUsize::new(0), begin: Instant::now(), drawn: Mutex::new(None) }
    }

    /// Another one is done.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.begin.elapsed() < AFTER || terminal::volume() == Volume::Quiet || !terminal::can_redraw() {
            return;
        }
        // Whoever finds another one drawing goes on.
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
