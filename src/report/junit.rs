//! Findings as JUnit XML: a suite for each input, a case for each finding. A case fails if its finding
//! makes the command fail.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Finding, Shown};

/// One report. An input without findings has one case, which passes.
pub(super) fn document(inputs: &[Shown<'_>]) -> String {
    let mut report = Report::new("stackgen");
    for input in inputs {
        let mut suite = TestSuite::new(input.path.as_str());
        suite.add_test_cases(input.findings.iter().map(|finding| case(input, finding)));
        if input.findings.is_empty() {
            suite.add_test_case(classified(TestCase::new("no findings", TestCaseStatus::success()), input));
        }
        report.add_test_suite(suite);
    }
    report.to_string().expect("writing into memory does not fail").trim_end().to_owned()
}

fn classified(mut case: TestCase, input: &Shown<'_>) -> TestCase {
    case.set_classname(input.path.as_str());
    case
}

fn case(input: &Shown<'_>, finding: &Finding) -> TestCase {
    let says = &finding.says;
    let at = input.place(says.primary.span).start;
    let mut name = says.rule.to_owned();
    name.extend(finding.key.iter().map(|key| format!(": {key}")));
    if finding.number > 1 {
        name.push_str(&format!(" ({})", finding.number));
    }
    let place = format!("{}:{}:{}", input.path, at.line, at.column);
    let text: Vec<String> = [place, finding.message()].into_iter().chain(says.advice()).collect();
    let text = text.join("\n");
    if !finding.fails {
        let mut case = TestCase::new(name, TestCaseStatus::success());
        case.set_system_out(text);
        return classified(case, input);
    }
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(says.severity.as_str()).set_message(finding.message()).set_description(text);
    classified(TestCase::new(name, status), input)
}
