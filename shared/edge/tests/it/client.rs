//! A client that sends exactly what it is told to and returns exactly what came.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The only header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let first = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "two {name} headers");
        first
    }

    pub fn etag(&self) -> &str {
        self.header("etag").expect("an ETag")
    }
}

/// A connection that is kept alive.
pub struct Client {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Client {
    pub async fn connect(edge: SocketAddr) -> Self {
        Self {
            stream: TcpStream::connect(edge).await.expect("connects"),
            unread: Vec::new(),
        }
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("sends");
    }

    /// One request, with `headers` such as `"Range: bytes=0-1\r\n"`.
    pub async fn ask(&mut self, method: &str, path: &str, headers: &str) -> Answer {
        self.send(format!("{method} {path} HTTP/1.1\r\nHost: edge\r\n{headers}\r\n").as_bytes())
            .await;
        self.answer(method).await.expect("an answer")
    }

    /// The next answer; `None` if the server has closed the connection before its end.
    pub async fn answer(&mut self, method: &str) -> Option<Answer> {
        let end = loop {
            if let Some(at) = self.unread.windows(4).position(|w| w == b"\r\n\r\n") {
                break at;
            }
            self.more().await?;
        };
        let head = String::from_utf8(self.unread[..end].to_vec()).expect("a head of text");
        self.unread.drain(..end + 4);
        let mut lines = head.split("\r\n");
        let first = lines.next().expect("a status line");
        let status: u16 = first[9..12].parse().expect("a status");
        let headers: Vec<_> = lines
            .map(|line| line.split_once(": ").expect("a header"))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let mut answer = Answer {
            status,
            headers,
            body: Vec::new(),
        };
        if method != "HEAD" && status != 304 && status != 204 {
            let length = answer
                .header("content-length")
                .expect("a length")
                .parse()
                .expect("a number");
            while self.unread.len() < length {
                self.more().await?;
            }
            answer.body = self.unread.drain(..length).collect();
        }
        Some(answer)
    }

    /// Waits for the first bytes of an answer.
    pub async fn begun(&mut self) {
        self.more().await.expect("the beginning of an answer");
    }

    /// Nothing may follow an answer but the next one.
    pub fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    async fn more(&mut self) -> Option<()> {
        let read = self.stream.read_buf(&mut self.unread).await.ok()?;
        (read > 0).then_some(())
    }
}

/// One request on a connection of its own.
pub async fn ask(edge: SocketAddr, method: &str, path: &str, headers: &str) -> Answer {
    let mut client = Client::connect(edge).await;
    let answer = client.ask(method, path, headers).await;
    assert!(!client.has_unread(), "bytes behind the answer");
    answer
}

pub async fn get(edge: SocketAddr, path: &str) -> Answer {
    ask(edge, "GET", path, "").await
}
