//! nginx's configuration, compared with the stack. Directives consist of words and end in `;`, or hold other directives
//! in braces (nginx, `ngx_conf_read_token`).

use super::ReverseProxy;
use super::facts::PORT;
use crate::artifact::{Artifact, VerifyError};
use crate::components::odoo::Odoo;

/// A directive: its words, and the directives in its block.
#[derive(Debug, PartialEq, Eq)]
struct Directive {
    words: Vec<String>,
    block: Option<Vec<Self>>,
}

pub(super) fn verify(proxy: &ReverseProxy, odoo: &Odoo, file: &Artifact) -> Result<(), VerifyError> {
    let wrong = |what: &str| VerifyError::new(file.path.as_str(), what);
    let read = read(file.text()).ok_or_else(|| wrong("a quote or a brace is not closed"))?;
    if read == expected(proxy, odoo) { Ok(()) } else { Err(wrong("its directives do not match the stack")) }
}

/// The directives of a text; nothing where a quote or a brace is not closed.
fn read(text: &str) -> Option<Vec<Directive>> {
    // Those that are open, from the outermost one, and behind each what it holds so far.
    let mut open: Vec<(Vec<String>, Vec<Directive>)> = vec![(Vec::new(), Vec::new())];
    let mut words: Vec<String> = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            c if c.is_ascii_whitespace() => {}
            '#' => while characters.next_if(|c| *c != '\n').is_some() {},
            ';' => open.last_mut()?.1.push(Directive { words: std::mem::take(&mut words), block: None }),
            '{' => open.push((std::mem::take(&mut words), Vec::new())),
            '}' => {
                let (words, block) = open.pop()?;
                open.last_mut()?.1.push(Directive { words, block: Some(block) });
            }
            '\'' | '"' => {
                let mut word = String::new();
                loop {
                    match characters.next()? {
                        end if end == c => break,
                        '\\' => word.push(characters.next()?),
                        other => word.push(other),
                    }
                }
                words.push(word);
            }
            first => {
                let mut word = String::from(first);
                while let Some(c) = characters.next_if(|c| !c.is_ascii_whitespace() && !";{".contains(*c)) {
                    word.push(c);
                }
                words.push(word);
            }
        }
    }
    let (_, all) = open.pop()?;
    (open.is_empty() && words.is_empty()).then_some(all)
}

fn line(words: &str) -> Directive {
    Directive { words: words.split(' ').map(str::to_owned).collect(), block: None }
}

fn block(words: &str, of: Vec<Directive>) -> Directive {
    Directive { block: Some(of), ..line(words) }
}

/// What the stack says.
fn expected(proxy: &ReverseProxy, odoo: &Odoo) -> Vec<Directive> {
    let close = Directive { words: vec![String::new(), "close".to_owned()], block: None };
    let size = proxy.max_body_size.get();
    let units = [(1 << 30, "g"), (1 << 20, "m"), (1 << 10, "k"), (1, "")];
    let whole = units.into_iter().find(|(unit, _)| size >= *unit && size.is_multiple_of(*unit));
    let size = whole.map_or_else(|| "0".to_owned(), |(unit, letter)| format!("{}{letter}", size / unit));
    let to = |path: &str, port: u16| {
        block(&format!("location {path}"), vec![line(&format!("proxy_pass http://$odoo:{port}"))])
    };
    let header = |name: &str, value: &str| line(&format!("proxy_set_header {name} {value}"));
    vec![
        block("map $http_upgrade $connection_upgrade", vec![line("default upgrade"), close]),
        block("map $http_x_forwarded_proto $forwarded_proto", vec![line("default $scheme"), line("https https")]),
        block(
            "server",
            vec![
                line(&format!("listen {PORT}")),
                line(&format!("client_max_body_size {size}")),
                line(&format!("proxy_read_timeout {}s", *ReverseProxy::read_timeout(odoo))),
                line("proxy_http_version 1.1"),
                header("Host", "$http_host"),
                header("X-Forwarded-Host", "$http_host"),
                header("X-Forwarded-For", "$proxy_add_x_forwarded_for"),
                header("X-Forwarded-Proto", "$forwarded_proto"),
                header("X-Real-IP", "$remote_addr"),
                header("Upgrade", "$http_upgrade"),
                header("Connection", "$connection_upgrade"),
                line("resolver 127.0.0.11 valid=5s"),
                line(&format!("set $odoo {}", odoo.container.host())),
                to("/websocket", *ReverseProxy::websocket_port(odoo)),
                to("/", odoo.http_port.get()),
            ],
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_as_nginx_ends_them() {
        let read = read("a 'b c' \"\\\"\" # no\n {d{}}e;").unwrap();
        let words = |directive: &Directive| directive.words.clone();
        assert_eq!(read.iter().map(words).collect::<Vec<_>>(), [vec!["a", "b c", "\""], vec!["e"]]);
        assert_eq!(read[0].block, Some(vec![block("d", Vec::new())]));
        for unclosed in ["a", "a {", "a }", "'a", "a {b;", "}"] {
            assert_eq!(super::read(unclosed), None, "{unclosed}");
        }
    }
}
