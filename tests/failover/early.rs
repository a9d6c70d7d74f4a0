//! A master that fails soon after the start, at any moment of it: writes come back as promised. Replicas that no sentinel
//! knew could not be promoted, and with too few of them behind it a new master would take no writes.

use std::time::{Duration, Instant, UNIX_EPOCH};

use crate::node::{self, Stack};
use crate::support::isolation;
use crate::{MAX_DOWNTIME, PASSWORD, PROGRAMS, accepts_writes, at_most_one_writer};

/// Masters that fail, so many at once.
const FAILURES: usize = 20;
const AT_ONCE: usize = 4;

/// They fail within this time after the start of the last container.
const EARLY: Duration = Duration::from_secs(15);

#[test]
fn a_master_may_fail_early() {
    isolation::side_by_side("early::a_master_may_fail_early", &PROGRAMS, AT_ONCE, |number| {
        node::prepare();
        for round in (number..FAILURES).step_by(AT_ONCE) {
            // One in each twentieth of the time, somewhere in it.
            let within = f64::from(UNIX_EPOCH.elapsed().unwrap().subsec_micros() % 1000) / 1000.0;
            let moment = EARLY.mul_f64((round as f64 + within) / FAILURES as f64);
            fails_at(moment);
        }
    });
}

fn fails_at(moment: Duration) {
    let mut stack = Stack::new("production", PASSWORD);
    for name in stack.names("") {
        stack.start(&name);
    }
    std::thread::sleep(moment);
    let before = stack.roles();
    let begin = Instant::now();
    stack.kill("redis-master");
    let writer = loop {
        let roles = at_most_one_writer(&stack);
        if let Some((name, _)) = roles.iter().find(|(_, role)| accepts_writes(**role)) {
            break name.clone();
        }
        assert!(begin.elapsed() < MAX_DOWNTIME, "failed after {moment:.1?} ({before:?}): now {roles:?}");
        std::thread::sleep(Duration::from_millis(50));
    };
    let time = begin.elapsed();
    assert!(stack.ask(&writer, &["SET", "after", "failover"]).contains("+OK"));
    eprintln!("early: failed after {moment:.1?}, {writer} takes writes after {time:.1?}");
}
