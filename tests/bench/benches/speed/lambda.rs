//! Lambda and AWS as far as one function needs them: a Runtime API that hands out events one at a time,
//! and an AWS that answers at once.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde_json::json;

use crate::process::Running;

/// Where a system has all authorities in one file, as Amazon Linux and Debian call it.
const AUTHORITIES: [&str; 2] = [
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/certs/ca-certificates.crt",
];
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// An environment of Lambda's: the process of a function, which hears one event at a time.
pub struct Environment {
    process: Running,
    events: Sender<String>,
    answers: Receiver<Vec<u8>>,
}

impl Environment {
    /// Starts one, with variables beside those that every deployment has.
    pub fn start(program: &Path, aws: &str, variables: &[(&str, &str)]) -> Self {
        let (events, asked) = channel();
        let (told, answers) = channel();
        let api = runtime_api(asked, told);
        let mut command = command(program, &api, aws);
        Self {
            process: Running::start(command.envs(variables.iter().copied())),
            events,
            answers,
        }
    }

    /// What the function answers to an event.
    pub fn invoke(&self, event: &str) -> Vec<u8> {
        self.events.send(event.to_owned()).expect("a Runtime API");
        self.answers.recv_timeout(PATIENCE).expect("an answer")
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Seconds of processor time of all its threads so far, to the nanosecond.
    pub fn cpu(&self) -> f64 {
        cpu_of(self.process.id())
    }
}

/// Where a profile puts it.
pub fn program(profile: &str, name: &str) -> PathBuf {
    let target = crate::scratch().parent().expect("the target directory");
    let folder = target.join(profile);
    match name {
        "bare" | "authorizer" => folder.join("examples").join(name),
        name => folder.join(format!("wavecast-{name}")),
    }
}

fn command(program: &Path, api: &str, aws: &str) -> Command {
    let mut command = Command::new(program);
    command.env_clear().stdout(Stdio::null()).envs([
        ("AWS_LAMBDA_RUNTIME_API", api.trim_start_matches("http://")),
        ("AWS_LAMBDA_FUNCTION_NAME", "bench"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_ENDPOINT_URL", aws),
        ("WAVECAST_STAGE", "bench"),
        ("WAVECAST_TABLE", "bench"),
        ("WAVECAST_EDGE_BUCKET", "bench-edge"),
        ("WAVECAST_INGEST_BUCKET", "bench-ingest"),
        (
            "WAVECAST_SEALING_KEY",
            "arn:aws:kms:eu-central-1:000000000000:key/mrk-1",
        ),
        ("WAVECAST_DISTRIBUTION", "E1"),
        ("WAVECAST_EDGE_URL", "https://edge.example.org"),
        ("WAVECAST_PUBLISHER", "bench-publisher"),
        ("WAVECAST_KEYS", "bench-keys"),
        (
            "WAVECAST_RENEWALS_QUEUE",
            "https://sqs.example.org/renewals",
        ),
        (
            "WAVECAST_INVALIDATIONS_QUEUE",
            "https://sqs.example.org/invalidations",
        ),
        ("WAVECAST_TOKEN_SECRET", "tokens"),
    ]);
    // A desktop's system has its authorities once more, in a file each: reading those takes longer.
    let bundle = AUTHORITIES.iter().find(|path| Path::new(path).is_file());
    command.envs(bundle.map(|path| ("SSL_CERT_FILE", path)));
    command
}

/// Hands out events, and tells what was answered.
fn runtime_api(events: Receiver<String>, answered: Sender<Vec<u8>>) -> String {
    let events = Mutex::new(events);
    serve(move |head, body| {
        if head.starts_with("POST ") {
            answered.send(body.to_vec()).ok();
            return (202, String::new());
        }
        let next = events.lock().expect("a whole queue").recv();
        // No event is sent any more: the environment is at its end.
        (200, next.unwrap_or_default())
    })
}

/// What functions ask of AWS, answered at once; this text is every secret.
pub fn aws(secret: &str) -> String {
    let secret = json!({ "SecretString": secret }).to_string();
    serve(move |head, _| {
        let head = head.to_ascii_lowercase();
        let answer = if head.contains("getsecretvalue") {
            &secret
        } else if head.contains(".getitem") {
            r#"{"Item":{"pk":{"S":"L#"},"sk":{"S":"LAYOUT"},"layout":{"N":"1"}}}"#
        } else if head.contains(".query") {
            r#"{"Count":0,"ScannedCount":0,"Items":[]}"#
        } else {
            "{}"
        };
        (200, answer.to_owned())
    })
}

/// A server of HTTP whose answers are at hand; it ends with this program.
fn serve(answer: impl Fn(&str, &[u8]) -> (u16, String) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let answer = std::sync::Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            std::thread::spawn(move || while exchange(&stream, &*answer).is_some() {});
        }
    });
    url
}

/// The status and the body for a request line and a body.
type Answer = dyn Fn(&str, &[u8]) -> (u16, String);

fn exchange(stream: &TcpStream, answer: &Answer) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    let mut chunked = false;
    loop {
        let begin = head.len();
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
        let line = head[begin..].trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
    }
    let body = if chunked {
        chunks(&mut reader)?
    } else {
        exactly(&mut reader, length)?
    };
    let (status, body) = answer(&head, &body);
    let head = format!(
        "HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nlambda-runtime-aws-request-id: r-1\r\nlambda-runtime-deadline-ms: 4102444800000\r\nlambda-runtime-invoked-function-arn: arn\r\n\r\n{body}",
        body.len()
    );
    let mut stream = stream;
    stream.write_all(head.as_bytes()).ok()
}

fn exactly(reader: &mut impl std::io::Read, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn chunks(reader: &mut BufReader<&TcpStream>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let size = usize::from_str_radix(line.trim(), 16).ok()?;
        bytes.extend(exactly(reader, size)?);
        reader.read_line(&mut line).ok()?;
        if size == 0 {
            return Some(bytes);
        }
    }
}

/// Seconds of processor time of all threads, to the nanosecond.
fn cpu_of(pid: u32) -> f64 {
    let tasks = fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten()
        .flatten();
    let nanos = tasks.filter_map(|task| {
        let text = fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanos.sum::<f64>() / 1e9
}
