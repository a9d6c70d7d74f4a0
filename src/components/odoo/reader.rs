//! odoo.conf: read by the rules of Python's `RawConfigParser`, compared with the stack's options.

use indexmap::IndexMap;

use super::script::{ODOO, OPTIONS, WAIT};
use super::{Odoo, OdooValue};
use crate::artifact::{Artifact, VerifyError};
use crate::components::script::reader::{self as script, Says, reads, variables};
use crate::model::Stack;

pub(super) fn verify(odoo: &Odoo, file: &Artifact) -> Result<(), VerifyError> {
    let options = parse(file.text()).map_err(|what| VerifyError::new(file.path.as_str(), what))?;
    if expected(odoo) == options {
        return Ok(());
    }
    Err(VerifyError::new(file.path.as_str(), "its options do not match the stack"))
}

/// The options as the parser returns them: text without blanks at either end.
fn expected(odoo: &Odoo) -> IndexMap<String, String> {
    let text = |value: &OdooValue| match value {
        OdooValue::Text(text) => text.clone(),
        OdooValue::Bool(boolean) => if *boolean { "True" } else { "False" }.to_owned(),
        OdooValue::Integer(number) => number.to_string(),
        OdooValue::Real(number) => format!("{number:?}"),
        OdooValue::List(items) => items.join(","),
    };
    let all = odoo.options.iter().chain(&odoo.custom_options);
    all.map(|(name, value)| (name.clone(), text(value))).collect()
}

/// configparser (Python 3.12): a line that starts with a blank continues the value before it;
/// comments have their own lines; names are lower-cased; duplicates are not allowed.
fn parse(text: &str) -> Result<IndexMap<String, String>, String> {
    let mut options = IndexMap::new();
    let mut in_section = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            return Err("a line starts with a blank, so it would continue the previous value".to_owned());
        }
        if trimmed.starts_with('[') {
            if trimmed != "[options]" || in_section {
                return Err("it has a section other than one [options]".to_owned());
            }
            in_section = true;
            continue;
        }
        let split = trimmed.find(['=', ':']).filter(|_| in_section).ok_or("a line is not an option")?;
        let name = trimmed[..split].trim().to_lowercase();
        let value = trimmed[split + 1..].trim().to_owned();
        if options.insert(name, value).is_some() {
            return Err("an option is set twice".to_owned());
        }
    }
    Ok(options)
}

/// Verifies the start script.
pub(super) fn script(odoo: &Odoo, file: &Artifact, stack: &Stack) -> Result<(), VerifyError> {
    let mut says = Says::default();
    let mut texts = variables(&mut says, &odoo.environment, stack);
    for (option, secret) in &odoo.secret_options {
        says.reads.push(reads(stack, secret));
        says.options.push(((*option).to_owned(), secret.as_str().to_owned()));
    }
    texts.push(OPTIONS.to_owned());
    texts.push(ODOO.replace("@odoo_wait.py@\n", WAIT));
    script::verify(file, &says, &texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parser_follows_configparser() {
        let read = parse("# x\n[options]\nA = b = c # d\ne:f\ng =\n").unwrap();
        let read: Vec<_> = read.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(read, [("a", "b = c # d"), ("e", "f"), ("g", "")]);
        assert!(parse("[options]\na = 1\n b = 2\n").is_err());
        assert!(parse("[options]\na = 1\nA = 2\n").is_err());
        assert!(parse("a = 1\n").is_err());
    }
}
