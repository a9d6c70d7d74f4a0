//! Findings as JSON in stackgen's own format, with all details. The types define the format, and its
//! schema is generated from them.

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
/// Within one version of the format, keys are only added. A string that looks like a credential in
/// the input is replaced by `(hidden)`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Findings of stackgen")]
struct Report<'a> {
    /// The version of this format.
    #[schemars(extend("const" = 1))]
    version: u32,
    /// All inputs, with or without findings, followed by the generated files that `build --check` reports as
    /// missing or different.
    inputs: Vec<Input<'a>>,
    /// The findings, by file and then by their position in the file.
    findings: Vec<Found<'a>>,
}

/// An input.
#[derive(Serialize, JsonSchema)]
struct Input<'a> {
    /// The path of the file, as it was given.
    file: &'a str,
    /// The number of errors.
    errors: usize,
    /// The number of warnings.
    warnings: usize,
    /// The number of pieces of advice.
    advice: usize,
    /// The number of findings that are held back because they may follow from a reported error.
    held_back: usize,
}

/// A finding.
#[derive(Serialize, JsonSchema)]
struct Found<'a> {
    /// The rule, or the code of a structural error.
    rule: &'a str,
    /// The severity.
    severity: Level,
    /// What is wrong, with the numbers.
    message: &'a str,
    /// The path of the file, as it was given.
    file: &'a str,
    /// The key that it is about, such as `redis.resources.memory`; an item of an array has its index,
    /// from 0. Null if the place is not a key or a value.
    key: Option<&'a str>,
    /// The place to change.
    range: Range,
    /// The label of that place; can be empty.
    text: &'a str,
    /// Other places that are involved.
    related: Vec<Related<'a>>,
    /// How to resolve it.
    help: Option<&'a str>,
    /// The calculation, line by line; empty if there is none.
    sum: Vec<Line<'a>>,
    /// Possible changes of the input, the best one first.
    fixes: Vec<Proposal<'a>>,
    /// The modes that it applies to; empty if it applies to the file as a whole.
    modes: &'a [String],
    /// Whether the input can allow it under `[rules]`, with a reason.
    allowable: bool,
    /// The path of the rule's page in stackgen's repository; null for structural errors.
    page: Option<String>,
    /// Identifies the finding in later runs. It does not change when the key moves within its file.
    fingerprint: &'a str,
}

/// The severity of a finding.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// Never fails.
    Advice,
    /// Fails only if warnings are denied.
    Warning,
    /// Fails, and nothing is built.
    Error,
}

/// A range in the file.
#[derive(Serialize, JsonSchema)]
struct Range {
    /// The position of the first character.
    start: Position,
    /// The position after the last character.
    end: Position,
}

/// A position between two characters.
#[derive(Serialize, JsonSchema)]
struct Position {
    /// The line, from 1. Lines end with LF or CRLF.
    #[schemars(range(min = 1))]
    line: usize,
    /// The column, from 1, in Unicode code points. A tab counts as one, a byte order mark is not counted.
    #[schemars(range(min = 1))]
    column: usize,
    /// The byte offset in the file, from 0.
    byte: usize,
}

/// Another place that is involved.
#[derive(Serialize, JsonSchema)]
struct Related<'a> {
    /// The place.
    range: Range,
    /// The label of the place.
    text: &'a str,
}

/// A line of a calculation.
#[derive(Serialize, JsonSchema)]
struct Line<'a> {
    /// `+` for a term, `=` for the sum, empty for the limit that the sum is compared with.
    sign: &'a str,
    /// The amount, with its unit.
    amount: &'a str,
    /// What the amount stands for.
    what: &'a str,
}

/// A change of the input that resolves the finding.
#[derive(Serialize, JsonSchema)]
struct Proposal<'a> {
    /// What the change does.
    what: &'a str,
    /// Whether it is safe to apply without review: it does not change the meaning of the stack, or the intention is
    /// clear.
    safe: bool,
    /// The edits, to be applied all together or not at all.
    edits: Vec<Edit<'a>>,
}

/// One edit of the input.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "action", rename_all = "lowercase")]
enum Edit<'a> {
    /// Replaces the value at the range.
    Set { range: Range, value: Written<'a> },
    /// Adds a key to the table at the range.
    Insert { range: Range, key: &'a str, value: Written<'a> },
    /// Renames the key of the value at the range.
    Rename { range: Range, key: &'a str },
    /// Removes the value at the range, together with its key if it has one.
    Remove { range: Range },
    /// Appends a value to the array at the range.
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
