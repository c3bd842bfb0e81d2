//! The cold start of each function: from its process's start to its first answer, before a Runtime API
//! and an AWS that answer at once, so that only the function's own time counts.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::process::{Running, peak_of};
use crate::report::{Table, bytes, time};
use crate::sample::Sample;

/// Starts of each function.
const STARTS: usize = 21;
/// Where a system has all authorities in one file, as Amazon Linux and Debian call it.
const AUTHORITIES: [&str; 2] = [
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/certs/ca-certificates.crt",
];
/// How long one start may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is started: how it is called, its program, and an event that it answers without waiting for
/// anything. The first is the measure. What the scheduler answers at once is what it refuses; a tick
/// reads all of the table's shards.
const STARTED: [(&str, &str, &str); 6] = [
    ("bare", "bare", "{}"),
    ("control", "control", HEALTH),
    ("publisher", "publisher", r#"{"Records":[]}"#),
    ("keys", "keys", r#"{"v":1,"wake":"invalidate","paths":[]}"#),
    ("scheduler", "scheduler", r#"{"v":1,"wake":"other"}"#),
    ("scheduler: a tick", "scheduler", r#"{"v":1,"wake":"tick"}"#),
];

/// Names profiles to hold beside each other, such as `function function-z`; each is a folder of the
/// target directory. They take turns, start by start.
const PROFILES: &str = "WAVECAST_COLD_PROFILES";

/// `GET /healthz`, as an HTTP API sends it.
const HEALTH: &str = r#"{"version":"2.0","routeKey":"$default","rawPath":"/healthz","rawQueryString":"","headers":{"host":"api.example.org"},"requestContext":{"accountId":"000000000000","apiId":"a","domainName":"api.example.org","domainPrefix":"a","http":{"method":"GET","path":"/healthz","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"bench"},"requestId":"r","routeKey":"$default","stage":"$default","time":"28/Nov/2026:06:00:00 +0000","timeEpoch":1795845600000},"isBase64Encoded":false}"#;

pub fn run() {
    let aws = serve(|head, _| (200, answer_of_aws(head).to_owned()));
    let mut table = Table::new(
        "Cold start: from the process's start to its first answer",
        &["function", "wall", "CPU", "memory", "binary", "zipped"],
    );
    let profiles = std::env::var(PROFILES).unwrap_or_else(|_| "function".to_owned());
    let profiles: Vec<&str> = profiles.split_whitespace().collect();
    for (title, name, event) in STARTED {
        let programs: Vec<_> = profiles.iter().map(|one| program(one, name)).collect();
        if let Some(program) = programs.iter().find(|program| !program.is_file()) {
            println!("{name} isn't built: {}", program.display());
            continue;
        }
        let mut starts: Vec<Vec<Start>> = profiles.iter().map(|_| Vec::new()).collect();
        for _ in 0..STARTS {
            for (program, starts) in programs.iter().zip(&mut starts) {
                starts.push(start(program, event, &aws));
            }
        }
        for ((profile, program), starts) in profiles.iter().zip(&programs).zip(&starts) {
            let title = match profiles.len() {
                1 => title.to_owned(),
                _ => format!("{title} ({profile})"),
            };
            row(&mut table, title, program, starts);
        }
    }
    table.print();
}

fn row(table: &mut Table, title: String, program: &Path, starts: &[Start]) {
    let of = |value: fn(&Start) -> f64| Sample::new(starts.iter().map(value).collect());
    let binary = fs::read(program).expect("a binary");
    table.row([
        title,
        of(|start| start.wall).show(time),
        of(|start| start.cpu).show(time),
        of(|start| start.memory).show(bytes),
        bytes(binary.len() as f64),
        bytes(zipped(&binary) as f64),
    ]);
}

/// Where a profile puts it.
fn program(profile: &str, name: &str) -> PathBuf {
    let target = crate::scratch().parent().expect("the target directory");
    let folder = target.join(profile);
    match name {
        "bare" => folder.join("examples/bare"),
        name => folder.join(format!("wavecast-{name}")),
    }
}

/// One start.
struct Start {
    wall: f64,
    cpu: f64,
    memory: f64,
}

fn start(program: &Path, event: &str, aws: &str) -> Start {
    let (told, heard) = channel();
    let api = runtime_api(event.to_owned(), told);
    let begun = Instant::now();
    let process = Running::start(&mut command(program, &api, aws));
    heard.recv_timeout(PATIENCE).expect("an answer");
    Start {
        wall: begun.elapsed().as_secs_f64(),
        cpu: cpu_of(process.id()),
        memory: peak_of(process.id()),
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

/// Hands out one event, and tells when it was answered; the next is never there.
fn runtime_api(event: String, answered: Sender<()>) -> String {
    let asked = std::sync::atomic::AtomicBool::new(false);
    serve(move |head, _| {
        if head.starts_with("POST ") {
            answered.send(()).ok();
            return (202, String::new());
        }
        if asked.swap(true, std::sync::atomic::Ordering::SeqCst) {
            std::thread::sleep(PATIENCE);
        }
        (200, event.clone())
    })
}

/// What functions ask for when they start.
fn answer_of_aws(head: &str) -> &'static str {
    let head = head.to_ascii_lowercase();
    if head.contains("getsecretvalue") {
        return r#"{"SecretString":"{\"v\":1,\"tokens\":[]}"}"#;
    }
    if head.contains(".getitem") {
        return r#"{"Item":{"pk":{"S":"L#"},"sk":{"S":"LAYOUT"},"layout":{"N":"1"}}}"#;
    }
    if head.contains(".query") {
        return r#"{"Count":0,"ScannedCount":0,"Items":[]}"#;
    }
    "{}"
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

/// As a package of Lambda's carries it.
fn zipped(binary: &[u8]) -> usize {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(binary).expect("memory");
    encoder.finish().expect("memory").len()
}
