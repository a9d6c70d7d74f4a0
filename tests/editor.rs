//! What an editor makes of the schema: taplo's language server is asked over its standard input and output.

#[path = "support/mod.rs"]
mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{npm_tool, project, real_input, root, stackgen, succeeds, tool};

/// How long an answer may take; the server compiles itself first.
const PATIENCE: Duration = Duration::from_secs(60);

/// A language server with one document, which lies in a project beside its schema.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    uri: String,
    asked: u64,
    _dir: tempfile::TempDir,
}

impl Editor {
    /// Opens a document whose first line names the schema, as in the input that `init` writes.
    fn open(text: &str) -> Option<Editor> {
        let node = tool("node")?;
        npm_tool("../@taplo/lsp/package.json")?;
        let dir = project(text);
        let schema = succeeds(stackgen(dir.path()).arg("schema")).stdout;
        std::fs::write(dir.path().join("inputs/stack.schema.json"), schema).unwrap();
        let mut command = Command::new(node);
        command.arg(root().join("tests/editor/server.mjs")).arg(root().join("target/tools/node_modules"));
        command.env_clear().env("HOME", dir.path()).current_dir(dir.path());
        let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (to, from) = (server.stdin.take().unwrap(), messages(server.stdout.take().unwrap()));
        let folder = format!("file://{}", dir.path().display());
        let uri = format!("{folder}/inputs/stack.toml");
        let mut editor = Editor { server, to, from, uri, asked: 0, _dir: dir };
        let can = json!({
            "textDocument": { "completion": { "completionItem": { "documentationFormat": ["markdown"] } } },
            "workspace": { "configuration": true },
        });
        let folders = json!([{ "uri": folder, "name": "stack" }]);
        editor.ask("initialize", json!({ "rootUri": folder, "workspaceFolders": folders, "capabilities": can }));
        editor.tell("initialized", json!({}));
        let document = json!({ "uri": editor.uri, "languageId": "toml", "version": 1, "text": text });
        editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
        Some(editor)
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(json!({ "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(json!({ "id": id, "method": method, "params": params }));
        self.wait(|message| message.get("method").is_none() && message["id"] == id)["result"].take()
    }

    /// The first message of this kind. What the server asks meanwhile gets the answer of an editor without settings, but
    /// that no catalogue of schemas is to be fetched.
    fn wait(&mut self, of_kind: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.from.recv_timeout(left).expect("the language server is silent");
            if of_kind(&message) {
                return message;
            }
            if let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) {
                let settings = json!({ "schema": { "enabled": true, "catalogs": [] } });
                let count = message["params"]["items"].as_array().map_or(0, Vec::len);
                let result =
                    if method == "workspace/configuration" { json!(vec![settings; count]) } else { Value::Null };
                self.send(json!({ "id": id, "result": result }));
            }
        }
    }

    fn place(&self, line: usize, character: usize) -> Value {
        json!({ "textDocument": { "uri": self.uri }, "position": { "line": line, "character": character } })
    }

    /// What can stand at a place: each label, and what is said of it.
    fn complete(&mut self, line: usize, character: usize) -> Vec<(String, String)> {
        let place = self.place(line, character);
        let found = self.ask("textDocument/completion", place);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let items = found.as_array().unwrap_or_else(|| panic!("no completions: {found}"));
        items.iter().map(|item| (text(&item["label"]), text(&item["documentation"]["value"]))).collect()
    }

    fn hover(&mut self, line: usize, character: usize) -> String {
        let place = self.place(line, character);
        self.ask("textDocument/hover", place)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Lines and messages of the findings about the document, once the schema has been read.
    fn findings(&mut self, any: bool) -> Vec<(u64, String)> {
        let mut last = Vec::new();
        // The first list comes with the syntax alone, the next with the schema.
        for _ in 0..3 {
            let message = self.wait(|message| message["method"] == "textDocument/publishDiagnostics");
            let found = message["params"]["diagnostics"].as_array().unwrap().clone();
            let line = |one: &Value| one["range"]["start"]["line"].as_u64().unwrap();
            last = found.iter().map(|one| (line(one), one["message"].as_str().unwrap().to_owned())).collect();
            if any && !last.is_empty() {
                break;
            }
        }
        last
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The messages that a server writes.
fn messages(from: impl std::io::Read + Send + 'static) -> Receiver<Value> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut from = BufReader::new(from);
        loop {
            let mut length = 0;
            let mut line = String::new();
            while from.read_line(&mut line).is_ok_and(|read| read > 2) {
                if let Some(number) = line.trim_end().strip_prefix("Content-Length: ") {
                    length = number.parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            if length == 0 || from.read_exact(&mut body).is_err() {
                return;
            }
            if send.send(serde_json::from_slice(&body).unwrap()).is_err() {
                return;
            }
        }
    });
    receive
}

/// The line of a text, counted from 0.
fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}"))
}

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("schema/stack.schema.json")).unwrap()).unwrap()
}

/// The keys of a section, by the schema, with their descriptions.
fn keys(schema: &Value, section: &str) -> Vec<(String, String)> {
    let of = &schema["properties"][section];
    let target = of["allOf"][0]["$ref"].as_str().or(of["additionalProperties"]["$ref"].as_str()).unwrap();
    let definition = schema.pointer(target.strip_prefix('#').unwrap()).unwrap();
    let properties = definition["properties"].as_object().unwrap();
    properties.iter().map(|(key, value)| (key.clone(), value["description"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn every_key_of_every_section_is_offered_and_described() {
    let schema = schema();
    // A key on the line above makes the table one that is being written.
    let tables = [
        ("stack", "[stack]"),
        ("host", "[host]"),
        ("networks", "[networks.one]"),
        ("secrets", "[secrets.one]"),
        ("postgres", "[postgres]"),
        ("redis", "[redis]"),
        ("odoo", "[odoo]"),
        ("services", "[services.one]"),
        ("modes", "[modes.one]"),
        ("rules", "[rules]"),
    ];
    let sections: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(sections, tables.map(|(section, _)| section));
    let text: String = tables.iter().map(|(_, header)| format!("{header}\n\n\n")).collect();
    let text = format!("#:schema ./stack.schema.json\n{text}");
    let Some(mut editor) = Editor::open(&text) else { return };
    editor.findings(true);
    for (section, header) in tables {
        let offered = editor.complete(line_of(&text, header) + 1, 0);
        for (key, description) in keys(&schema, section) {
            let found: Vec<_> = offered.iter().filter(|(label, _)| *label == key).collect();
            // What holds further keys may be offered by these alone.
            let below = offered.iter().any(|(label, _)| label.starts_with(&format!("{key}.")));
            assert!(!found.is_empty() || below, "{section}.{key} is not offered: {offered:?}");
            match found.as_slice() {
                [(_, said)] => assert_eq!(*said, description, "{section}.{key}"),
                // Once for each value that it can have.
                values => assert!(values.iter().all(|(_, said)| !said.is_empty()), "{section}.{key}: {values:?}"),
            }
        }
    }
}

#[test]
fn values_are_offered_and_keys_explained() {
    let text = "#:schema ./stack.schema.json\n[redis]\nmaxmemory_policy = \"\"\nimage = \"redis:7-alpine\"\n\n[odoo]\nproxy = \"\"\n\n[odoo.options]\nworkers = 4\nlog_level = \"\"\n";
    let Some(mut editor) = Editor::open(text) else { return };
    editor.findings(true);
    for (key, values) in [
        ("maxmemory_policy", &["noeviction", "allkeys-lru", "volatile-ttl"][..]),
        ("proxy", &["none", "external"]),
        ("log_level", &["info", "debug", "warn"]),
    ] {
        let line = line_of(text, key);
        let offered = editor.complete(line, format!("{key} = \"").len());
        for value in values {
            assert!(offered.iter().any(|(label, _)| label.trim_matches('"') == *value), "{key}: {value}: {offered:?}");
        }
    }
    let image = editor.hover(line_of(text, "image"), 2);
    assert!(image.contains("one of the official Redis 7 images"), "{image}");
    let workers = editor.hover(line_of(text, "workers"), 2);
    assert!(workers.contains("HTTP worker processes"), "{workers}");
}

#[test]
fn mistakes_are_underlined() {
    let text = real_input().replace("#:schema ../schema/stack.schema.json", "#:schema ./stack.schema.json");
    let wrong = text
        .replace("quorum = 2", "quorum = \"two\"")
        .replace("maxmemory_policy = \"volatile-ttl\"", "maxmemory_policy = \"sometimes\"")
        .replace("list_db = false", "list_db = 7")
        .replace("cpus = 12", "cpuz = 12");
    let Some(mut editor) = Editor::open(&wrong) else { return };
    let lines: Vec<u64> = editor.findings(true).into_iter().map(|(line, _)| line).collect();
    for words in ["quorum = \"two\"", "\"sometimes\"", "list_db = 7", "[host]"] {
        let line = line_of(&wrong, words);
        assert!(lines.iter().any(|found| usize::try_from(*found).unwrap() == line), "{words}: {line} of {lines:?}");
    }
    let mut editor = Editor::open(&text).unwrap();
    assert_eq!(editor.findings(false), [], "the real input");
}

/// What is not for the options of the servers by their own names, whose values are the servers'.
#[test]
fn every_key_of_the_schema_is_described_and_texts_have_examples() {
    let schema = schema();
    let mut count = 0;
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        let own = ["OdooOptions", "PostgresSettings", "RedisSettings"];
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            count += 1;
            assert!(property["description"].is_string(), "{name}.{key} has no description");
            if property["type"] == "string" && !own.contains(&name.as_str()) {
                let examples = property["examples"].as_array().is_some_and(|examples| !examples.is_empty());
                assert!(examples || property["const"].is_string(), "{name}.{key} has no example");
            }
        }
    }
    assert!(count > 700, "{count}");
}

#[test]
fn the_schema_is_found_where_the_input_says() {
    let first = real_input().lines().next().unwrap().to_owned();
    let path = first.strip_prefix("#:schema ").unwrap();
    assert!(Path::new(&root().join("inputs")).join(path).is_file(), "{path}");
}
