//! A validator's error as a person needs it: at the key or value to change, without its text.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;
use toml::Spanned;
use toml::de::DeTable;

use super::meant;
use super::words::{
    article, bad_value, constants_of, decided, list, not_one_of, required_key, types_of, whole, why, wrong_type,
};
use crate::diagnostic::Diagnostic;
use crate::document::{Found, dotted};
use crate::input::decided::DECIDED_ELSEWHERE;
use crate::origin::Span;

/// The structural mistakes for which a fix may be proposed.
pub const FIXED_STRUCTURE: &[&str] = &["unknown-key", "bad-value"];

/// Turns validation errors of one tree into diagnostics.
pub(super) struct Explain<'t, 's> {
    pub(super) root: &'t Spanned<DeTable<'s>>,
    pub(super) schema: &'t Value,
}

pub(super) fn parts(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
}

impl Explain<'_, '_> {
    pub(super) fn error(&self, error: &ValidationError<'_>) -> Vec<Diagnostic> {
        let pointer = parts(error.instance_path().as_str());
        let found = Found::at(self.root, &pointer);
        let one = |rule, message: String| vec![Diagnostic::error(rule, &found.span, message)];
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => self.unknown_keys(error, &pointer, unexpected),
            ValidationErrorKind::Required { property } => self.missing(error, &pointer, property).into_iter().collect(),
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                self.branches(&pointer, found, context)
            }
            ValidationErrorKind::Type { kind } => {
                let expected = match kind {
                    TypeKind::Single(kind) => vec![article(&kind.to_string())],
                    TypeKind::Multiple(kinds) => kinds.iter().map(|kind| article(&kind.to_string())).collect(),
                };
                let mistake = wrong_type(found, &expected);
                vec![self.meant(error, found, &expected).map_or(mistake.clone(), |help| mistake.help(help))]
            }
            ValidationErrorKind::Custom { .. } => vec![wrong_type(found, &[article("integer")])],
            ValidationErrorKind::Format { format } => {
                vec![bad_value(found, format, error.instance().as_str().unwrap_or_default())]
            }
            ValidationErrorKind::Enum { options } => {
                let names: Vec<String> =
                    options.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
                vec![not_one_of(found, &names, error.instance().as_str())]
            }
            ValidationErrorKind::Constant { expected_value } => {
                let names: Vec<String> = expected_value.as_str().map(str::to_owned).into_iter().collect();
                vec![not_one_of(found, &names, error.instance().as_str())]
            }
            ValidationErrorKind::Minimum { limit } => one("out-of-range", format!("the least is {}", whole(limit))),
            ValidationErrorKind::Maximum { limit } => one("out-of-range", format!("the most is {}", whole(limit))),
            ValidationErrorKind::MinItems { .. } => one("bad-value", "at least one entry is needed here".to_owned()),
            ValidationErrorKind::MinProperties { .. } => {
                let message = format!("at least one entry is needed in `[{}]`", dotted(&pointer));
                vec![Diagnostic::error("missing-key", &found.key.unwrap_or(found.span), message)]
            }
            ValidationErrorKind::UniqueItems => one("bad-value", "no entry can stand here twice".to_owned()),
            ValidationErrorKind::PropertyNames { error } => self.bad_name(&pointer, error),
            ValidationErrorKind::Not { .. } => vec![self.decided_elsewhere(&pointer)],
            ValidationErrorKind::FalseSchema => vec![self.excluded(error, &pointer)],
            other => one("bad-value", format!("this value is not possible here ({})", other.keyword())),
        }
    }

    /// What was probably meant by a value of another type than is needed.
    fn meant(&self, error: &ValidationError<'_>, found: Found<'_, '_>, expected: &[String]) -> Option<String> {
        let (schema, _) = self.schema_above(error)?;
        let pointer = parts(error.instance_path().as_str());
        meant::value(found.value?, expected, schema.get("format").and_then(Value::as_str), &pointer)
    }

    fn bad_name(&self, pointer: &[String], error: &ValidationError<'_>) -> Vec<Diagnostic> {
        let key = error.instance().as_str().unwrap_or_default();
        let span = Found::key_below(self.root, pointer, key);
        let message = match error.kind() {
            ValidationErrorKind::Format { format } => why(format, key),
            _ => "this name is not possible here".to_owned(),
        };
        vec![Diagnostic::error("bad-name", &span, message)]
    }

    /// A key that a table lacks, unless it is there under a misspelt name.
    fn missing(&self, error: &ValidationError<'_>, pointer: &[String], property: &Value) -> Option<Diagnostic> {
        let found = Found::at(self.root, pointer);
        if self.is_misspelt(error, pointer, property.as_str().unwrap_or_default()) {
            return None;
        }
        let place = if pointer.is_empty() { Span::default() } else { found.key.unwrap_or(found.span) };
        let key = property.as_str().unwrap_or_default();
        let table = pointer.join(".");
        let message = if table.is_empty() {
            format!("the table `[{key}]` is missing")
        } else {
            format!("`{table}` lacks the key `{key}`")
        };
        let mut diagnostic = Diagnostic::error("missing-key", &place, message);
        diagnostic.meant_keys = Some([pointer, &[key.to_owned()]].concat());
        Some(match self.condition(error, "/else/", "if/required/0") {
            Some(other) => diagnostic.help(format!("set `{key}` or `{other}`")),
            None => diagnostic,
        })
    }

    /// A text of the condition in whose branch the keyword is that failed.
    fn condition(&self, error: &ValidationError<'_>, branch: &str, part: &str) -> Option<&str> {
        let (above, _) = error.schema_path().as_str().split_once(branch)?;
        self.schema.pointer(&format!("{above}/{part}")).and_then(Value::as_str)
    }

    /// A key that cannot stand beside another one.
    fn excluded(&self, error: &ValidationError<'_>, pointer: &[String]) -> Diagnostic {
        let found = Found::at(self.root, pointer);
        let place = found.key.unwrap_or(found.span);
        let (Some((key, table)), Some(other)) =
            (pointer.split_last(), self.condition(error, "/then/", "if/required/0"))
        else {
            return Diagnostic::error("wrong-form", &place, "nothing is possible here");
        };
        let mut diagnostic = Diagnostic::error("wrong-form", &place, format!("`{key}` cannot stand beside `{other}`"))
            .also(&Found::key_below(self.root, table, other), "the other one");
        diagnostic.help = self.condition(error, "/then/", "then/description").map(str::to_owned);
        diagnostic
    }

    /// The innermost schema around the keyword which failed that knows keys.
    pub(super) fn schema_with_keys(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let mut path = error.schema_path().as_str();
        while let Some((above, _)) = path.rsplit_once('/') {
            path = above;
            let schema = self.schema.pointer(path);
            if schema.is_some_and(|schema| schema.get("properties").is_some()) {
                return schema;
            }
        }
        None
    }

    /// The schema that holds the keyword which failed, by its place in the schema.
    pub(super) fn schema_above(&self, error: &ValidationError<'_>) -> Option<(&Value, String)> {
        let path = error.schema_path().as_str();
        let (above, _) = path.rsplit_once('/')?;
        let name = above.rsplit('/').next().unwrap_or_default().to_owned();
        self.schema.pointer(above).map(|schema| (schema, name))
    }

    fn decided_elsewhere(&self, pointer: &[String]) -> Diagnostic {
        let found = Found::at(self.root, pointer);
        let span = found.key.unwrap_or(found.span);
        let key = pointer.last().map(String::as_str).unwrap_or_default();
        let by_table = DECIDED_ELSEWHERE.iter().find_map(|(table, _)| decided(table, key, span));
        by_table.unwrap_or_else(|| Diagnostic::error("unknown-key", &span, format!("`{key}` cannot be set here")))
    }

    /// Of several possible forms, the errors of the one that was probably meant.
    fn branches(
        &self,
        pointer: &[String],
        found: Found<'_, '_>,
        context: &[Vec<ValidationError<'static>>],
    ) -> Vec<Diagnostic> {
        let here = |error: &ValidationError<'_>| parts(error.instance_path().as_str()).len() <= pointer.len();
        let is_table = found.value.is_some_and(toml::de::DeValue::is_table);
        let wrong_form = |error: &ValidationError<'_>| {
            let kind = error.kind();
            let of_tables = matches!(kind, ValidationErrorKind::OneOfNotValid { .. });
            (here(error) && of_tables && !is_table)
                || here(error)
                    && matches!(
                        kind,
                        ValidationErrorKind::Type { .. }
                            | ValidationErrorKind::Custom { .. }
                            | ValidationErrorKind::Constant { .. }
                            | ValidationErrorKind::Enum { .. }
                            | ValidationErrorKind::Required { .. }
                            | ValidationErrorKind::AdditionalProperties { .. }
                    )
        };
        if let Some(meant) = context.iter().find(|errors| !errors.iter().any(wrong_form)) {
            return meant.iter().flat_map(|error| self.error(error)).collect();
        }
        let errors = || context.iter().flatten().filter(|error| here(error));
        let constants: Vec<String> = errors().flat_map(|error| constants_of(error.kind())).collect();
        let text = errors().find_map(|error| error.instance().as_str().map(str::to_owned));
        if !constants.is_empty() && text.is_some() {
            return vec![not_one_of(found, &constants, text.as_deref())];
        }
        let nested = errors().find(|error| matches!(error.kind(), ValidationErrorKind::OneOfNotValid { .. }));
        if let Some(ValidationErrorKind::OneOfNotValid { context }) = nested.map(|error| error.kind())
            && is_table
        {
            return self.branches(pointer, found, context);
        }
        let keys: Vec<String> = errors().filter_map(required_key).collect();
        if is_table && !keys.is_empty() {
            let message = format!("exactly one of these keys is needed here: {}", list(&keys));
            return vec![Diagnostic::error("wrong-form", &found.span, message)];
        }
        let mut expected: Vec<String> = Vec::new();
        for kind in errors().flat_map(types_of) {
            if !expected.contains(&kind) {
                expected.push(kind);
            }
        }
        vec![wrong_type(found, &expected)]
    }
}
