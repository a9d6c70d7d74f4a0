//! The declaration as JSON Schema (draft 2020-12), for editors and other programs.

mod publish;

use serde_json::{Map, Value, json};

use super::language::Language;
use super::options::ANY;
use super::shape::{Any, Bound, Form, Format, Forms, Instead, Key, Names, Options, Others, Shape, Table, text_of};

impl Language {
    /// The schema of the whole input, for editors.
    #[must_use]
    pub fn published_schema(&self) -> Value {
        publish::with_modes(&self.strict_schema())
    }

    /// The schema of an input without overrides in modes.
    fn strict_schema(&self) -> Map<String, Value> {
        let mut definitions = Definitions::default();
        let mut schema = definitions.table(self.root);
        schema.insert("title".into(), json!(self.root.name));
        schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        schema.insert("$defs".into(), Value::Object(definitions.0));
        schema
    }
}

/// The definitions of types by name, in the order of their first use.
#[derive(Default)]
struct Definitions(Map<String, Value>);

impl Definitions {
    /// A reference to the definition of a type, which is created on first use.
    fn reference(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Map<String, Value>) -> Map<String, Value> {
        if !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), Value::Null);
            let definition = make(self);
            self.0.insert(name.to_owned(), Value::Object(definition));
        }
        object([("$ref", json!(format!("#/$defs/{name}")))])
    }

    /// The schema of a shape, and the keywords that follow its description.
    fn shape(&mut self, shape: &Shape) -> (Map<String, Value>, Map<String, Value>) {
        let mut behind = Map::new();
        let schema = match shape {
            Shape::Integer { width: Some(width), range } => {
                behind.extend(range.most.map(|most| ("maximum".to_owned(), number(most))));
                object([
                    ("type", json!("integer")),
                    ("format", json!(width)),
                    ("minimum", json!(range.least.map(number))),
                ])
            }
            Shape::Text(format) => text(format, format.examples),
            Shape::List { each, least, distinct } => {
                behind.extend((*least > 0).then(|| ("minItems".to_owned(), json!(least))));
                behind.extend(distinct.then(|| ("uniqueItems".to_owned(), json!(true))));
                object([("type", json!("array")), ("items", self.whole(each))])
            }
            Shape::Entries { names, each, least } => {
                behind.extend((*least > 0).then(|| ("minProperties".to_owned(), json!(least))));
                let names = Value::Object(text(names, names.examples));
                object([
                    ("type", json!("object")),
                    ("propertyNames", names),
                    ("additionalProperties", self.whole(each)),
                ])
            }
            Shape::Table(table) => self.reference(table.name, |all| all.table(table)),
            Shape::Names(of) => self.reference(of.name, |_| names(of)),
            Shape::Forms(forms) => self.reference(forms.name, |all| all.forms(forms)),
            Shape::Any(any) => self.reference(any.name, |all| all.any(any)),
            Shape::Options(of) => self.reference(of.name, |_| options(of)),
            Shape::Boolean | Shape::Integer { .. } | Shape::Number { .. } | Shape::Choice(_) => simple(shape),
        };
        (schema, behind)
    }

    fn whole(&mut self, shape: &Shape) -> Value {
        let (schema, behind) = self.shape(shape);
        Value::Object(schema.into_iter().chain(behind).collect())
    }

    fn described(&mut self, shape: &Shape, about: &str, examples: &[&str]) -> Value {
        let (mut schema, mut behind) = self.shape(shape);
        if !examples.is_empty() {
            let is_list = matches!(shape, Shape::List { .. });
            let of_shape = if is_list { &mut behind } else { &mut schema };
            of_shape.insert("examples".into(), if is_list { json!([examples]) } else { json!(examples) });
        }
        schema.insert("description".into(), json!(about));
        schema.extend(behind);
        Value::Object(schema)
    }

    fn table(&mut self, table: &Table) -> Map<String, Value> {
        let property = |key: Key| (key.name.to_owned(), self.described(&key.shape, &key.text(), key.examples));
        let properties: Map<String, Value> = table.all().map(property).collect();
        let mut schema = object([
            ("type", json!("object")),
            ("additionalProperties", json!(false)),
            ("properties", Value::Object(properties)),
        ]);
        let required: Vec<&str> = table.all().filter(|key| key.required).map(|key| key.name).collect();
        if !required.is_empty() {
            schema.insert("required".into(), json!(required));
        }
        schema.insert("description".into(), json!(text_of(table.about)));
        if let [Key { name, shape: Shape::Text(format), .. }] = table.keys {
            let one = |example: &&str| Value::Object(object([(name, json!(example))]));
            schema.insert("examples".into(), format.examples.iter().map(one).collect());
        }
        if let Some(instead) = table.instead {
            schema.extend(excluding(instead, table));
        }
        schema
    }

    fn forms(&mut self, forms: &Forms) -> Map<String, Value> {
        let form = |form: &Form| {
            let about = json!(text_of(form.about));
            let Some(shape) = &form.shape else { return constant(form.name, &about) };
            let property = self.described(shape, &text_of(form.about), &[]);
            Value::Object(object([
                ("type", json!("object")),
                ("properties", Value::Object(object([(form.name, property)]))),
                ("required", json!([form.name])),
                ("additionalProperties", json!(false)),
                ("description", about),
            ]))
        };
        let all: Vec<Value> = forms.all.iter().map(form).collect();
        object([("oneOf", json!(all)), ("description", json!(text_of(forms.about)))])
    }

    fn any(&mut self, any: &Any) -> Map<String, Value> {
        let shapes: Vec<Value> = any.shapes.iter().map(|shape| self.whole(shape)).collect();
        object([("description", json!(text_of(any.about))), ("anyOf", json!(shapes))])
    }
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn number(bound: Bound) -> Value {
    match bound {
        Bound::Whole(number) => json!(number),
        Bound::Real(number) => json!(number),
    }
}

fn text(format: &Format, examples: &[&str]) -> Map<String, Value> {
    object([("type", json!("string")), ("format", json!(format.name)), ("examples", json!(examples))])
}

fn constant(text: &str, about: &Value) -> Value {
    json!({ "type": "string", "const": text, "description": about })
}

fn names(names: &Names) -> Map<String, Value> {
    let all: Vec<Value> = names.all.iter().map(|(text, about)| constant(text, &json!(text_of(about)))).collect();
    object([("oneOf", json!(all)), ("description", json!(text_of(names.about)))])
}

/// With the key that replaces others, most of them are excluded; without it one of them is required.
fn excluding(instead: &Instead, table: &Table) -> Map<String, Value> {
    let stays = |key: &Key| key.name != instead.key && !instead.beside.contains(&key.name);
    let excluded: Map<String, Value> =
        table.all().filter(stays).map(|key| (key.name.to_owned(), json!(false))).collect();
    object([
        ("if", json!({ "required": [instead.key] })),
        ("then", json!({ "description": instead.why, "properties": excluded })),
        ("else", json!({ "required": [instead.otherwise] })),
    ])
}

/// The schema of a shape that refers to no other type, as options have.
fn simple(shape: &Shape) -> Map<String, Value> {
    let with_bounds = |kind: &str, range: &super::shape::Range| {
        let mut schema = object([("type", json!(kind))]);
        schema.extend(range.least.map(|least| ("minimum".to_owned(), number(least))));
        schema.extend(range.most.map(|most| ("maximum".to_owned(), number(most))));
        schema
    };
    match shape {
        Shape::Boolean => object([("type", json!("boolean"))]),
        Shape::Integer { range, .. } => with_bounds("integer", range),
        Shape::Number { range, examples } => {
            let mut schema = with_bounds("number", range);
            let examples: Vec<Value> = examples.iter().map(|example| number(*example)).collect();
            schema.extend((!examples.is_empty()).then(|| ("examples".to_owned(), json!(examples))));
            schema
        }
        Shape::Choice(all) => object([("enum", json!(all))]),
        Shape::Text(format) => object([("type", json!("string")), ("format", json!(format.name))]),
        Shape::List { each, .. } => object([("type", json!("array")), ("items", Value::Object(simple(each)))]),
        _ => Map::new(),
    }
}

/// The schema of a value that has one of these shapes.
fn one_of(shapes: &[Shape]) -> Map<String, Value> {
    match shapes {
        [only] => simple(only),
        several => object([("anyOf", several.iter().map(|shape| Value::Object(simple(shape))).collect())]),
    }
}

fn options(options: &Options) -> Map<String, Value> {
    let mut properties = Map::new();
    for name in (options.names)() {
        let versions = (options.shapes)(name).unwrap_or_default();
        let mut schema = match versions.as_slice() {
            [only] => one_of(only),
            several => object([("anyOf", several.iter().map(|shapes| Value::Object(one_of(shapes))).collect())]),
        };
        schema.insert("description".into(), json!((options.about_option)(name)));
        properties.insert(name.to_owned(), Value::Object(schema));
    }
    if let Others::Kept(elsewhere) = options.others {
        for (name, by) in elsewhere {
            let description = format!("Do not set it here: the value follows from {by}.");
            properties.insert((*name).to_owned(), json!({ "description": description, "not": {} }));
        }
    }
    let mut schema = object([
        ("description", json!(options.about)),
        ("type", json!("object")),
        ("properties", Value::Object(properties)),
    ]);
    if let Some(keys) = options.keys {
        schema.insert("propertyNames".into(), json!({ "type": "string", "format": keys.name }));
    }
    if let Others::Extensions(pattern, _, about) = options.others {
        let mut setting = one_of(ANY);
        setting.insert("description".into(), json!(about));
        schema.insert("patternProperties".into(), Value::Object(object([(pattern, Value::Object(setting))])));
    }
    let others = if matches!(options.others, Others::Kept(_)) { Value::Object(one_of(ANY)) } else { json!(false) };
    schema.insert("additionalProperties".into(), others);
    schema
}
