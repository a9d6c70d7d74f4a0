//! Findings as JSON of our own: all there is to say. The types are the format; its schema is made
//! from them.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use super::pretty::pretty;
use super::{Finding, Shown};
use crate::finding::{self, Fix, Severity, SumLine};
use crate::origin::Span;

/// What stackgen found in its inputs.
///
/// Within a version of the format keys are added only. A string that looked like a credential
/// in the input is `(hidden)` here.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Findings of stackgen")]
struct Report<'a> {
    /// The version of this format.
    #[schemars(extend("const" = 1))]
    version: u32,
    /// The inputs, whether or not something was found in them; behind them the generated files that `build --check` finds not
    /// to be as they should be.
    inputs: Vec<Input<'a>>,
    /// What was found, by file and then in the order of the places.
    findings: Vec<Found<'a>>,
}

/// An input.
#[derive(Serialize, JsonSchema)]
struct Input<'a> {
    /// The file, as it was named.
    file: &'a str,
    /// How many errors it has.
    errors: usize,
    /// How many warnings it has.
    warnings: usize,
    /// How many pieces of advice there are for it.
    advice: usize,
    /// How many findings are held back, since they may follow from a mistake that is reported.
    held_back: usize,
}

/// A finding.
#[derive(Serialize, JsonSchema)]
struct Found<'a> {
    /// The rule, or the name of a structural mistake.
    rule: &'a str,
    /// How bad it is.
    severity: Level,
    /// What is wrong, with the numbers.
    message: &'a str,
    /// The file, as it was named.
    file: &'a str,
    /// The key at which it is, like `redis.resources.memory`; an item of an array has its index,
    /// from 0. Null where the place is no key's and no value's.
    key: Option<&'a str>,
    /// The place to change.
    range: Range,
    /// What is at that place; may be empty.
    text: &'a str,
    /// Further places that take part.
    related: Vec<Related<'a>>,
    /// What to do.
    help: Option<&'a str>,
    /// The arithmetic, line by line; empty where there is none.
    sum: Vec<Line<'a>>,
    /// What could be changed in the input, the best first.
    fixes: Vec<Proposal<'a>>,
    /// The modes in which it holds; empty where it holds for the file as such.
    modes: &'a [String],
    /// Whether the input can allow it, under `[rules]`, for a reason.
    allowable: bool,
    /// The rule's page, in stackgen's repository; null for structural mistakes.
    page: Option<String>,
    /// What it is known by when it is found again: the same wherever its key is moved in its file.
    fingerprint: &'a str,
}

/// How bad a finding is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// Never fails.
    Advice,
    /// Fails where warnings are denied.
    Warning,
    /// Nothing is built.
    Error,
}

/// A range in the file.
#[derive(Serialize, JsonSchema)]
struct Range {
    /// Where it starts.
    start: Position,
    /// Where the first character after it is.
    end: Position,
}

/// A place between two characters.
#[derive(Serialize, JsonSchema)]
struct Position {
    /// The line, from 1. Lines end with LF or CRLF.
    #[schemars(range(min = 1))]
    line: usize,
    /// The column, from 1. It counts Unicode code points: a tab is one, and a byte order mark none.
    #[schemars(range(min = 1))]
    column: usize,
    /// The byte in the file, from 0.
    byte: usize,
}

/// A further place that takes part.
#[derive(Serialize, JsonSchema)]
struct Related<'a> {
    /// The place.
    range: Range,
    /// What is there.
    text: &'a str,
}

/// A line of a sum.
#[derive(Serialize, JsonSchema)]
struct Line<'a> {
    /// `+` for a term, `=` for the sum, empty for the bound that it is compared with.
    sign: &'a str,
    /// The amount, with its unit.
    amount: &'a str,
    /// What it is.
    what: &'a str,
}

/// A change of the input that takes the cause away.
#[derive(Serialize, JsonSchema)]
struct Proposal<'a> {
    /// What it does.
    what: &'a str,
    /// Whether it is certain: the stack means the same, or what was meant is plain.
    safe: bool,
    /// The changes, all of them or none.
    edits: Vec<Edit<'a>>,
}

/// One change of the input.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "action", rename_all = "lowercase")]
enum Edit<'a> {
    /// The value at the range becomes another one.
    Set { range: Range, value: Written<'a> },
    /// A key is written into the table at the range.
    Insert { range: Range, key: &'a str, value: Written<'a> },
    /// The key of the value at the range is renamed.
    Rename { range: Range, key: &'a str },
    /// The value at the range is taken out, with its key where it has one.
    Remove { range: Range },
    /// A value is added to the array at the range.
    Push { range: Range, value: Written<'a> },
}

/// A value that an edit writes.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Written<'a> {
    Integer(i64),
    Decimal(f64),
    Text(&'a str),
    Bool(bool),
    List(&'a [String]),
}

/// One object.
pub(super) fn document(inputs: &[Shown<'_>]) -> String {
    pretty(&Report {
        version: 1,
        inputs: inputs.iter().map(input).collect(),
        findings: inputs.iter().flat_map(|input| input.findings.iter().map(|finding| found(input, finding))).collect(),
    })
}

/// The JSON Schema of the format.
#[must_use]
pub fn findings_schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Report<'_>>().to_value()
}

fn input<'a>(input: &'a Shown<'_>) -> Input<'a> {
    let count = |severity| input.findings.iter().filter(|finding| finding.says.severity == severity).count();
    Input {
        file: &input.file,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        advice: count(Severity::Advice),
        held_back: input.held_back,
    }
}

fn found<'a>(input: &'a Shown<'_>, finding: &'a Finding) -> Found<'a> {
    let says = &finding.says;
    let related = says.labels.iter().map(|label| Related { range: range(input, label.span), text: &label.text });
    let line = |line: &'a SumLine| Line { sign: line.sign, amount: &line.amount, what: &line.what };
    Found {
        rule: says.rule,
        severity: match says.severity {
            Severity::Advice => Level::Advice,
            Severity::Warning => Level::Warning,
            Severity::Error => Level::Error,
        },
        message: &says.message,
        file: &input.file,
        key: finding.key.as_deref(),
        range: range(input, says.primary.span),
        text: &says.primary.text,
        related: related.collect(),
        help: says.help.as_deref(),
        sum: says.sum.iter().map(line).collect(),
        fixes: says.fixes.iter().map(|fix| proposal(input, fix)).collect(),
        modes: &says.modes,
        allowable: finding.rule.is_some_and(crate::pages::can_be_allowed),
        page: finding.rule.map(|rule| format!("docs/rules/{}.md", rule.name)),
        fingerprint: &finding.fingerprint,
    }
}

fn range(input: &Shown<'_>, span: Span) -> Range {
    let place = input.place(span);
    let position = |at: super::Position| Position { line: at.line, column: at.column, byte: at.byte };
    Range { start: position(place.start), end: position(place.end) }
}

fn proposal<'a>(input: &Shown<'_>, fix: &'a Fix) -> Proposal<'a> {
    let edits = fix.edits.iter().map(|edit| match edit {
        finding::Edit::Set(at, new) => Edit::Set { range: range(input, *at), value: written(new) },
        finding::Edit::Insert(at, key, new) => Edit::Insert { range: range(input, *at), key, value: written(new) },
        finding::Edit::Rename(at, key) => Edit::Rename { range: range(input, *at), key },
        finding::Edit::Remove(at) => Edit::Remove { range: range(input, *at) },
        finding::Edit::Push(at, new) => Edit::Push { range: range(input, *at), value: written(new) },
    });
    Proposal { what: &fix.what, safe: fix.safe, edits: edits.collect() }
}

fn written(value: &finding::Value) -> Written<'_> {
    match value {
        finding::Value::Integer(number) => Written::Integer(*number),
        finding::Value::Cpus(cpus) => Written::Decimal(f64::from(cpus.get()) / 1000.0),
        finding::Value::Text(text) => Written::Text(text),
        finding::Value::Bool(boolean) => Written::Bool(*boolean),
        finding::Value::List(list) => Written::List(list),
    }
}
