//! An edge that lies: raw HTTP, so that it can say what no honest server's library would let it.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use wavecast_wire::hash::Sha256;

/// A request.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: BTreeMap<String, String>,
}

impl Asked {
    /// The byte from which on the rest of a file is wanted.
    pub fn from(&self) -> Option<usize> {
        let range = self.headers.get("range")?;
        range
            .strip_prefix("bytes=")?
            .strip_suffix('-')?
            .parse()
            .ok()
    }
}

/// An answer, as it goes over the wire.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Body,
}

#[derive(Clone)]
pub enum Body {
    Bytes(Vec<u8>),
    /// A piece every so often.
    Slow(Vec<u8>, usize, Duration),
    /// Zeros without end.
    Endless,
    /// Even the head comes byte by byte.
    SlowHead(Duration),
}

impl Reply {
    pub fn of(status: u16, body: &[u8]) -> Self {
        let length = body.len().to_string();
        Self {
            status,
            headers: BTreeMap::new(),
            body: Body::Bytes(body.to_vec()),
        }
        .with("content-length", &length)
        .with("connection", "close")
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// What an honest edge answers.
    pub fn honest(asked: &Asked, object: &[u8]) -> Self {
        let etag = format!("\"{}\"", Sha256::of(object));
        if asked.headers.get("if-none-match") == Some(&etag) {
            return Self::of(304, b"").with("etag", &etag);
        }
        match asked.from() {
            Some(from) if from < object.len() => {
                let (last, total) = (object.len() - 1, object.len());
                Self::of(206, &object[from..])
                    .with("content-range", &format!("bytes {from}-{last}/{total}"))
            }
            Some(_) => Self::of(416, b""),
            None => Self::of(200, object),
        }
        .with("etag", &etag)
    }
}

/// Answers in the place of the honest edge; the bytes are those of the object, if there is one.
pub type Lie = dyn Fn(&Asked, &[u8]) -> Reply + Send + Sync;

#[derive(Default)]
struct Shared {
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    lies: Mutex<Vec<(String, Arc<Lie>)>>,
    asked: Mutex<Vec<Asked>>,
    sent: AtomicU64,
}

pub struct Hostile {
    pub base: String,
    shared: Arc<Shared>,
}

impl Hostile {
    /// Serves on a free port until the process ends; honestly, until it is told to lie.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared::default());
        let state = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = state.clone();
                // A client that goes away in the middle is the point of it all.
                thread::spawn(move || state.answer(stream).ok());
            }
        });
        Self { base, shared }
    }

    pub fn serve(&self, objects: &BTreeMap<String, Vec<u8>>) {
        self.shared.objects.lock().unwrap().clone_from(objects);
    }

    /// Lies about every path that contains `part`, until it is made honest.
    pub fn lie(&self, part: &str, lie: impl Fn(&Asked, &[u8]) -> Reply + Send + Sync + 'static) {
        let mut lies = self.shared.lies.lock().unwrap();
        lies.push((part.into(), Arc::new(lie)));
    }

    pub fn be_honest(&self) {
        self.shared.lies.lock().unwrap().clear();
    }

    /// The requests since the last call.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.shared.asked.lock().unwrap())
    }

    /// Bytes of bodies that the clients' side of all connections took so far.
    pub fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let asked = read(&stream)?;
        self.asked.lock().unwrap().push(asked.clone());
        let object = self.objects.lock().unwrap().get(&asked.path).cloned();
        let lie = {
            let lies = self.lies.lock().unwrap();
            let found = lies.iter().find(|(part, _)| asked.path.contains(part));
            found.map(|(_, lie)| lie.clone())
        };
        let reply = match (lie, &object) {
            (Some(lie), _) => lie(&asked, object.as_deref().unwrap_or_default()),
            (None, Some(object)) => Reply::honest(&asked, object),
            (None, None) => Reply::of(404, b""),
        };
        self.send(&mut stream, &reply)
    }

    fn send(&self, stream: &mut TcpStream, reply: &Reply) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} Whatever\r\n", reply.status);
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        match &reply.body {
            Body::SlowHead(pause) => {
                for byte in head.bytes().cycle() {
                    stream.write_all(&[byte])?;
                    thread::sleep(*pause);
                }
                Ok(())
            }
            Body::Bytes(bytes) => {
                stream.write_all(head.as_bytes())?;
                self.send_piece(stream, bytes)
            }
            Body::Slow(bytes, piece, pause) => {
                stream.write_all(head.as_bytes())?;
                for piece in bytes.chunks(*piece) {
                    self.send_piece(stream, piece)?;
                    thread::sleep(*pause);
                }
                Ok(())
            }
            Body::Endless => {
                stream.write_all(head.as_bytes())?;
                loop {
                    self.send_piece(stream, &[0; 16 * 1024])?;
                }
            }
        }
    }

    fn send_piece(&self, stream: &mut TcpStream, piece: &[u8]) -> io::Result<()> {
        stream.write_all(piece)?;
        self.sent.fetch_add(piece.len() as u64, Ordering::SeqCst);
        Ok(())
    }
}

fn read(stream: &TcpStream) -> io::Result<Asked> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
    let path = first.split(' ').nth(1).unwrap_or_default();
    let mut headers = BTreeMap::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ") {
            headers.insert(name.to_ascii_lowercase(), value.into());
        }
    }
    Ok(Asked {
        path: path.trim_start_matches('/').into(),
        headers,
    })
}
