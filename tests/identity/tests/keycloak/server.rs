//! The real Keycloak, started at first use by `tests/identity/keycloak`, which ends with this process.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

/// How long it may take to answer: the first time it is fetched, too.
const PATIENCE: Duration = Duration::from_secs(400);

/// Its input stays open as long as this process lives.
static CHILD: Mutex<Option<Child>> = Mutex::new(None);

static ISSUER: LazyLock<String> = LazyLock::new(|| {
    // A second start finds it installed.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    match std::env::var("WAVECAST_TEST_KEYCLOAK") {
        Ok(running) => format!("{}/realms/wavecast", running.trim_end_matches('/')),
        Err(_) => format!("http://127.0.0.1:{}/realms/wavecast", start()),
    }
});

/// The realm of `localstack/keycloak/realm.json`, as an issuer.
pub fn issuer() -> &'static str {
    &ISSUER
}

/// Asks for a page, as patiently as a server needs that answers its first questions; says whether it
/// is there.
fn has(port: u16, path: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let request = format!("GET {path} HTTP/1.0\r\nhost: 127.0.0.1\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut said = String::new();
        stream.take(1024).read_to_string(&mut said)?;
        Ok(said)
    };
    ask().is_ok_and(|said| {
        said.lines()
            .next()
            .is_some_and(|line| line.contains(" 200 "))
    })
}

/// What is slow when it is asked for the first time: later requests have their own, shorter patience.
fn warm(port: u16) {
    let realm = "/realms/wavecast";
    let protocol = format!("{realm}/protocol/openid-connect");
    for path in [
        format!("{realm}/.well-known/openid-configuration"),
        format!("{protocol}/certs"),
        format!("{realm}/device"),
    ] {
        assert!(has(port, &path), "Keycloak has no {path}");
    }
}

fn start() -> u16 {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("keycloak");
    let mut child = Command::new(&script)
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    let begun = Instant::now();
    // It may listen before it has read the realm.
    while !has(port, "/realms/wavecast") {
        if child.try_wait().unwrap().is_some() {
            let mut said = String::new();
            child
                .stderr
                .as_mut()
                .unwrap()
                .read_to_string(&mut said)
                .unwrap();
            panic!("Keycloak didn't start: {}", said.trim());
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "Keycloak doesn't answer on port {port}"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    warm(port);
    *CHILD.lock().unwrap() = Some(child);
    port
}
