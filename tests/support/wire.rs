//! What a Redis node or a sentinel answers, asked over the network as its clients do.

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// The reply to each command, as it comes. Who says nothing for a second is gone.
pub fn ask(address: SocketAddr, commands: &[&[&str]]) -> Result<Vec<String>> {
    ask_within(Duration::from_secs(1), address, commands)
}

/// The reply to each command, as it comes, from a server that is there and may be busy.
pub fn ask_within(time: Duration, address: SocketAddr, commands: &[&[&str]]) -> Result<Vec<String>> {
    let mut request = Vec::new();
    for words in commands {
        write!(request, "*{}\r\n", words.len())?;
        for word in *words {
            write!(request, "${}\r\n{word}\r\n", word.len())?;
        }
    }
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(200))?;
    stream.set_read_timeout(Some(time))?;
    stream.write_all(&request)?;
    let mut stream = BufReader::new(stream);
    commands.iter().map(|_| reply(&mut stream)).collect()
}

fn reply(stream: &mut impl BufRead) -> Result<String> {
    let mut text = String::new();
    if stream.read_line(&mut text)? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    let length: i64 = text[1..].trim_end().parse().unwrap_or(-1);
    if text.starts_with('*') {
        for _ in 0..length {
            text += &reply(stream)?;
        }
    } else if text.starts_with('$') && length >= 0 {
        stream.take(length.unsigned_abs() + 2).read_to_string(&mut text)?;
    }
    Ok(text)
}

/// A node's place, as it says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Absent,
    Master { accepts_writes: bool },
    Replica { linked: bool },
}

impl Role {
    pub fn is_master(self) -> bool {
        matches!(self, Role::Master { .. })
    }
}

/// Asks a node for its role and tries a write.
pub fn role(address: SocketAddr, password: &str) -> Role {
    let commands: [&[&str]; 3] = [&["AUTH", password], &["INFO", "replication"], &["SET", "probe", "1"]];
    let Ok(replies) = ask(address, &commands) else { return Role::Absent };
    let [auth, info, set] = replies.try_into().unwrap();
    assert_eq!(auth, "+OK\r\n", "the password is refused");
    if info.contains("\r\nrole:master\r\n") {
        Role::Master { accepts_writes: set == "+OK\r\n" }
    } else {
        assert!(info.contains("\r\nrole:slave\r\n"), "neither master nor replica: {info}");
        Role::Replica { linked: info.contains("\r\nmaster_link_status:up\r\n") }
    }
}
