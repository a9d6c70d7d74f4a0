//! What a Redis node or a sentinel answers, asked over the network as its clients do.

use std::io::{Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// The replies to the commands, as they come.
pub fn ask(address: SocketAddr, commands: &[&[&str]]) -> Result<String> {
    let mut request = Vec::new();
    for words in commands.iter().copied().chain([["QUIT"].as_slice()]) {
        write!(request, "*{}\r\n", words.len())?;
        for word in words {
            write!(request, "${}\r\n{word}\r\n", word.len())?;
        }
    }
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(200))?;
    stream.set_read_timeout(Some(Duration::from_millis(1000)))?;
    stream.write_all(&request)?;
    let mut replies = String::new();
    stream.read_to_string(&mut replies)?;
    Ok(replies)
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
    assert!(replies.starts_with("+OK\r\n"), "the password is refused: {replies}");
    if replies.contains("\r\nrole:master\r\n") {
        Role::Master { accepts_writes: replies.ends_with("\r\n+OK\r\n+OK\r\n") }
    } else {
        assert!(replies.contains("\r\nrole:slave\r\n"), "neither master nor replica: {replies}");
        Role::Replica { linked: replies.contains("\r\nmaster_link_status:up\r\n") }
    }
}
