//! A client that writes on the path that the stack prescribes: started by Odoo's start script, with
//! the settings of its sessions, it finds the master as Odoo does.

use std::io::Write as _;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::deployment::Deployment;

const PROGRAM: &str = "/opt/standin/writer.py";

/// Milliseconds between two writes.
const INTERVAL: &str = "10";

pub struct Writer<'d> {
    deployment: &'d Deployment,
    prefix: String,
    child: Child,
}

/// What became of the writes.
#[derive(Debug)]
pub struct Written {
    pub acknowledged: u64,
    pub failed: u64,
    /// The longest time between two acknowledged writes.
    pub longest_gap: Duration,
    /// Acknowledged writes that are not there any more.
    pub lost: u64,
}

impl<'d> Writer<'d> {
    /// Starts to write keys that begin so.
    pub fn start(deployment: &'d Deployment, prefix: &str, seconds: u64) -> Writer<'d> {
        let seconds = seconds.to_string();
        let words = ["python3", PROGRAM, "--prefix", prefix, "--seconds", &seconds, "--interval", INTERVAL];
        let mut command = deployment.in_odoo(&words);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        Writer { deployment, prefix: prefix.to_owned(), child }
    }

    /// Waits for its end; `settled` is called before what it wrote is looked for.
    pub fn finish(self, settled: impl FnOnce()) -> Written {
        let output = self.child.wait_with_output().unwrap();
        assert!(output.status.success(), "the writer: {}", output.status);
        let lines = String::from_utf8(output.stdout).unwrap();
        let summary: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
        settled();
        let checked = read_back(self.deployment, &self.prefix, &lines);
        let number = |value: &Value, key: &str| value[key].as_u64().unwrap_or_else(|| panic!("no {key} in {value}"));
        let written = Written {
            acknowledged: number(&summary, "acknowledged"),
            failed: number(&summary, "failed"),
            longest_gap: Duration::from_secs_f64(summary["longest_gap_ms"].as_f64().unwrap() / 1000.0),
            lost: number(&checked, "acknowledged") - number(&checked, "present"),
        };
        assert_eq!(number(&checked, "acknowledged"), written.acknowledged);
        assert!(written.acknowledged > 0, "nothing was written: {written:?}");
        written
    }
}

/// Asks for every key whose write was acknowledged.
fn read_back(deployment: &Deployment, prefix: &str, lines: &str) -> Value {
    let mut command = deployment.in_odoo(&["python3", PROGRAM, "--check", prefix]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(lines.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the reader: {}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}
