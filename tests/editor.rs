//! What an editor makes of the schema: taplo's language server is asked over its standard input and output.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use support::{npm_tool, project, real_input, root, tool};

/// For an answer; the server compiles itself first.
const PATIENCE: Duration = Duration::from_secs(30);
const DIRECTIVE: &str = "#:schema ../schema/stack.schema.json\n";

/// A language server with one document, which lies in a project beside the folder of its schema.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    uri: String,
    text: String,
    asked: u64,
    _dir: tempfile::TempDir,
}

impl Editor {
    /// Opens a document, and waits until the server has read its schema.
    fn open(text: &str) -> Option<(Editor, Vec<(usize, String)>)> {
        let node = tool("node")?;
        npm_tool("../@taplo/lsp/package.json")?;
        let dir = project(text);
        std::fs::create_dir(dir.path().join("schema")).unwrap();
        std::fs::copy(root().join("schema/stack.schema.json"), dir.path().join("schema/stack.schema.json")).unwrap();
        let mut command = Command::new(node);
        command.arg(root().join("tests/editor/server.mjs")).arg(root().join("target/tools/node_modules"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", dir.path());
        command.current_dir(dir.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().unwrap();
        let to = server.stdin.take().unwrap();
        let mut said = BufReader::new(server.stdout.take().unwrap());
        let (send, from) = channel();
        std::thread::spawn(move || std::iter::from_fn(|| message(&mut said)).try_for_each(|one| send.send(one)));
        let folder = format!("file://{}", dir.path().display());
        let uri = format!("{folder}/inputs/stack.toml");
        let mut editor = Editor { server, to, from, uri, text: text.to_owned(), asked: 0, _dir: dir };
        let can = json!({ "workspace": { "configuration": true } });
        let folders = json!([{ "uri": folder, "name": "stack" }]);
        editor.ask("initialize", json!({ "rootUri": folder, "workspaceFolders": folders, "capabilities": can }));
        editor.send(json!({ "method": "initialized", "params": {} }));
        let document = json!({ "uri": editor.uri, "languageId": "toml", "version": 1, "text": text });
        editor.send(json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        // The first two lists come before the schema is known; without a mistake the third is empty too.
        let found = (0..3).map(|_| editor.published()).last().unwrap();
        Some((editor, found))
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(json!({ "id": id, "method": method, "params": params }));
        self.wait(|message| message.get("method").is_none() && message["id"] == id)["result"].take()
    }

    /// The first message of this kind. What the server asks meanwhile gets the answer of an editor without settings,
    /// but that no catalogue of schemas is to be fetched.
    fn wait(&mut self, of_kind: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.from.recv_timeout(left).expect("the language server is silent");
            if of_kind(&message) {
                return message;
            }
            if let (Some(_), Some(id)) = (message.get("method"), message.get("id")) {
                let settings = json!({ "schema": { "enabled": true, "catalogs": [] } });
                let items = message["params"]["items"].as_array();
                self.send(json!({ "id": id, "result": items.map(|items| vec![settings; items.len()]) }));
            }
        }
    }

    /// Lines and messages of the next findings about the document.
    fn published(&mut self) -> Vec<(usize, String)> {
        let mut message = self.wait(|message| message["method"] == "textDocument/publishDiagnostics");
        let Value::Array(found) = message["params"]["diagnostics"].take() else { panic!("{message}") };
        let line = |one: &Value| usize::try_from(one["range"]["start"]["line"].as_u64().unwrap()).unwrap();
        found.iter().map(|one| (line(one), one["message"].as_str().unwrap().to_owned())).collect()
    }

    fn at(&mut self, method: &str, line: usize, character: usize) -> Value {
        let document = json!({ "uri": self.uri });
        self.ask(method, json!({ "textDocument": document, "position": { "line": line, "character": character } }))
    }

    /// What can stand at a place: each label, and what is said of it.
    fn complete(&mut self, line: usize, character: usize) -> Vec<(String, String)> {
        let found = self.at("textDocument/completion", line, character);
        let items = found.as_array().unwrap_or_else(|| panic!("no completions: {found}"));
        items.iter().map(|item| (text_of(&item["label"]), text_of(&item["documentation"]["value"]))).collect()
    }

    fn hover(&mut self, line: usize, character: usize) -> String {
        text_of(&self.at("textDocument/hover", line, character)["contents"]["value"]).trim().to_owned()
    }

    /// The line that starts with these words, counted from 0.
    fn line_of(&self, words: &str) -> usize {
        self.text.lines().position(|line| line.starts_with(words)).unwrap_or_else(|| panic!("{words}"))
    }
}

impl Drop for Editor {
    /// What was started may itself have started node, which ends with its input: the field that is dropped next.
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The next message that a server writes, while it writes any: its length, an empty line, its text.
fn message(from: &mut impl BufRead) -> Option<Value> {
    let mut head = String::new();
    while from.read_line(&mut head).ok()? > 2 {}
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "))?;
    let mut body = vec![0; length.parse().ok()?];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("schema/stack.schema.json")).unwrap()).unwrap()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The keys of a section by the schema, and a header for it, with a name where it holds tables by name.
fn section<'a>(schema: &'a Value, name: &str, property: &'a Value) -> (String, &'a Map<String, Value>) {
    let keys = |of| definition(schema, of)["properties"].as_object();
    let by_name = || (format!("[{name}.one]"), keys(&property["additionalProperties"]).unwrap());
    keys(property).map_or_else(by_name, |keys| (format!("[{name}]"), keys))
}

/// What a property is by its reference, if it has one.
fn definition<'a>(schema: &'a Value, property: &'a Value) -> &'a Value {
    let target = property["$ref"].as_str().or(property["allOf"][0]["$ref"].as_str());
    target.map_or(property, |target| schema.pointer(&target[1..]).unwrap())
}

#[test]
fn every_key_of_every_section_is_offered_and_described() {
    let schema = schema();
    let own = ["PostgresSettings", "RedisSettings", "OdooOptions"].map(|name| &schema["$defs"][name]);
    let own: Vec<_> = ["postgres.settings", "redis.settings", "odoo.options"].into_iter().zip(own).collect();
    let sections = schema["properties"].as_object().unwrap().iter().map(|(name, of)| (name.as_str(), of));
    let tables: Vec<_> = sections.chain(own).map(|(name, of)| section(&schema, name, of)).collect();
    assert!(tables.len() >= 13);
    let text: String = tables.iter().map(|(header, _)| format!("{header}\n\n\n")).collect();
    let Some((mut editor, _)) = Editor::open(&format!("{DIRECTIVE}{text}")) else { return };
    for (header, keys) in tables {
        let offered = editor.complete(editor.line_of(&header) + 1, 0);
        for (key, property) in keys {
            let said: Vec<&String> = offered.iter().filter(|(label, _)| label == key).map(|(_, said)| said).collect();
            // A table may be offered by its own keys alone, a key with known values once for each of them.
            let below = offered.iter().any(|(label, _)| label.starts_with(&format!("{key}.")));
            assert!(below || !said.is_empty(), "{header} {key} is not offered");
            assert!(said.iter().all(|said| !said.is_empty()), "{header} {key} is offered without a word");
            let description = text_of(&property["description"]);
            assert!(said.is_empty() || said.contains(&&description), "{header} {key}: {said:?}");
        }
    }
}

/// Each place of a string with known values, in every section.
#[test]
fn every_known_value_is_offered_and_described() {
    let schema = schema();
    let mut text = DIRECTIVE.to_owned();
    let mut wanted = Vec::new();
    for (name, of) in schema["properties"].as_object().unwrap() {
        let (header, keys) = section(&schema, name, of);
        text += &format!("{header}\n");
        for (key, property) in keys {
            let forms = definition(&schema, property)["oneOf"].as_array().into_iter().flatten();
            let values: Vec<_> = forms.filter(|form| form["const"].is_string()).collect();
            if !values.is_empty() {
                wanted.push((text.lines().count(), key.as_str(), values));
                text += &format!("{key} = \"\"\n");
            }
        }
    }
    let keys: BTreeSet<&str> = wanted.iter().map(|(_, key, _)| *key).collect();
    assert!(keys.is_superset(&BTreeSet::from(["maxmemory_policy", "proxy", "platform", "restart"])), "{keys:?}");
    let Some((mut editor, _)) = Editor::open(&text) else { return };
    for (line, key, values) in &wanted {
        let offered = editor.complete(*line, format!("{key} = \"").len());
        for value in values {
            let pair = (value["const"].to_string(), text_of(&value["description"]));
            assert!(!pair.1.is_empty() && offered.contains(&pair), "{key}: {pair:?} of {offered:?}");
        }
    }
}

#[test]
fn each_mistake_is_underlined_and_nothing_else() {
    let text = real_input();
    let Some((_editor, found)) = Editor::open(&text) else { return };
    assert_eq!(found, [], "the real input");
    // Taplo 0.8 underlines the header of the table in which an unknown key stands, 0.10 the key.
    for (from, to, place, words) in [
        ("quorum = 2", "quorum = \"two\"", "quorum", "\"two\" is not of type \"integer\""),
        ("cpus = 12", "cpus = 12\ncpuz = 12", "[host]", "'cpuz' was unexpected"),
        ("\"volatile-ttl\"", "\"sometimes\"", "maxmemory_policy", "\"sometimes\" is not valid"),
        ("database = \"odoo\"", "", "[postgres]", "\"database\" is a required property"),
    ] {
        assert!(text.contains(from), "{from}");
        let (editor, found) = Editor::open(&text.replacen(from, to, 1)).unwrap();
        let [(line, message)] = found.as_slice() else { panic!("{to}: {found:?}") };
        assert!(*line == editor.line_of(place) && message.contains(words), "{to}: {line}: {message}");
    }
}

#[test]
fn keys_are_explained() {
    let text = real_input();
    let Some((mut editor, _)) = Editor::open(&text) else { return };
    let keys = text.lines().enumerate().filter_map(|(number, line)| Some((number, line.split_once(" = ")?.0)));
    let keys: Vec<_> = keys.filter(|(_, key)| !key.contains([' ', '#', '"'])).collect();
    assert!(keys.len() > 90, "{}", keys.len());
    let mute: Vec<&str> =
        keys.iter().filter(|(line, _)| editor.hover(*line, 1).is_empty()).map(|(_, key)| *key).collect();
    assert!(mute.is_empty(), "nothing is said of {mute:?}");
    assert!(editor.hover(editor.line_of("workers = 4"), 1).starts_with("HTTP worker processes"));
}

/// Every property below a part of the schema: where it stands, and what it is.
fn properties<'a>(at: &str, part: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    for (key, below) in part.as_object().into_iter().flatten() {
        match (key.as_str(), below) {
            // Conditions name keys without describing them.
            ("if" | "then" | "else" | "not", _) => {}
            ("properties" | "patternProperties" | "$defs", Value::Object(named)) => {
                for (name, one) in named {
                    let at = format!("{at}.{name}");
                    properties(&at, one, found);
                    found.extend((key != "$defs").then_some((at, one)));
                }
            }
            (_, Value::Array(parts)) => parts.iter().for_each(|one| properties(at, one, found)),
            _ => properties(at, below, found),
        }
    }
}

/// A key that a server reads by its own name has the server's values, which are not ours to show.
#[test]
fn every_key_of_the_schema_is_described_and_texts_have_examples() {
    let schema = schema();
    let mut found = Vec::new();
    properties("", &schema, &mut found);
    assert!(found.len() > 900, "{}", found.len());
    for (at, of) in &found {
        assert!(of["description"].is_string(), "{at} has no description");
    }
    for (at, of) in &found {
        let own = [".OdooOptions.", ".PostgresSettings.", ".RedisSettings."].iter().any(|own| at.starts_with(own));
        assert!(own || of["type"] != "string" || of["examples"][0].is_string(), "{at} has no example");
    }
}
