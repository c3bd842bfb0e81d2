//! MiniStack and DynamoDB Local as processes of their own, started at first use.
//!
//! `tests/aws-servers/servers` installs and runs them. Each reads its input until this process ends, however
//! it ends, and goes with it. A server that already runs is used if the environment names it.

use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

/// How long a server may take to answer: the first time it is installed, too.
const PATIENCE: Duration = Duration::from_secs(240);

/// The processes of this one: their input stays open as long as it lives.
static CHILDREN: Mutex<Vec<Child>> = Mutex::new(Vec::new());

static MINISTACK: LazyLock<String> =
    LazyLock::new(|| running("WAVECAST_TEST_AWS_ENDPOINT", "ministack"));
static DYNAMODB: LazyLock<String> =
    LazyLock::new(|| running("WAVECAST_TEST_DYNAMODB_ENDPOINT", "dynamodb-local"));

/// Where MiniStack answers: all of AWS.
#[must_use]
pub fn ministack() -> &'static str {
    &MINISTACK
}

/// Where DynamoDB Local answers: AWS's own DynamoDB.
#[must_use]
pub fn dynamodb_local() -> &'static str {
    &DYNAMODB
}

/// The endpoint that a variable names, or that of a server which is started here.
fn running(variable: &str, server: &str) -> String {
    if let Ok(endpoint) = std::env::var(variable) {
        return endpoint.trim_end_matches('/').to_owned();
    }
    let port = free_port();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/aws-servers/servers");
    let mut child = Command::new(&script)
        .args([server, &port.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    wait_for(&mut child, server, port);
    CHILDREN.lock().expect("nobody panics with it").push(child);
    format!("http://127.0.0.1:{port}")
}

fn wait_for(child: &mut Child, server: &str, port: u16) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if child.try_wait().expect("a child").is_some() {
            let mut said = String::new();
            let stderr = child.stderr.as_mut().expect("piped");
            stderr.read_to_string(&mut said).expect("text");
            panic!("{server} didn't start: {}", said.trim());
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "{server} doesn't answer on port {port}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("bound").port()
}
