//! One connection that is kept: what a device needs of HTTP, and what a bench can look at whole.

use std::io::{Read, Write};
use std::net::TcpStream;

/// A connection to a server of this machine.
pub struct Web(TcpStream);

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its status.
    pub status: u16,
    /// Its tag, as it came; empty if there is none.
    pub etag: String,
    /// Its body.
    pub body: Vec<u8>,
    /// Bytes of all of it, status line and headers included.
    pub bytes: usize,
}

impl Web {
    /// Connects to a port of this machine.
    #[must_use]
    pub fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Self(stream)
    }

    /// Gets a path, on the condition that its tag is another, if one is named.
    pub fn get(&mut self, path: &str, etag: Option<&str>) -> Page {
        let condition = etag.map_or_else(String::new, |etag| format!("If-None-Match: {etag}\r\n"));
        self.ask(path, &condition)
    }

    /// Gets a path with further header lines, each with its end.
    pub fn ask(&mut self, path: &str, lines: &str) -> Page {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n");
        self.0.write_all(request.as_bytes()).expect("a request");
        let (mut came, mut piece) = (Vec::new(), [0; 65_536]);
        loop {
            let read = self.0.read(&mut piece).expect("an answer");
            assert!(read > 0, "the server hung up on {path}");
            came.extend_from_slice(&piece[..read]);
            if let Some(page) = whole(&came) {
                return page;
            }
        }
    }
}

/// The answer, once all of it is there.
fn whole(came: &[u8]) -> Option<Page> {
    let end = came.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&came[..end]);
    let field = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned())
    };
    let length = field("content-length").and_then(|length| length.parse().ok());
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length: usize = if status == 304 {
        0
    } else {
        length.unwrap_or(0)
    };
    let body = came.get(end..end + length)?.to_vec();
    let (etag, bytes) = (field("etag").unwrap_or_default(), end + length);
    Some(Page {
        status,
        etag,
        body,
        bytes,
    })
}
