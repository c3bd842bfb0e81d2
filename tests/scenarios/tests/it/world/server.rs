//! A `wavecast dev` or `wavecast edge` of a scenario's own: started, killed, started again.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use tempfile::TempDir;

use super::{Deployment, clock, programs};

/// One machine: a data directory, and the process that has it.
pub struct Server {
    /// Where it is reached; the same after every start.
    pub deployment: Arc<Deployment>,
    data: PathBuf,
    child: Child,
    _dir: Option<TempDir>,
}

impl Server {
    /// Starts on free ports with empty data.
    pub fn start() -> Self {
        let dir = TempDir::new().unwrap();
        let mut server = Self::start_in(&dir.path().join("data"));
        server._dir = Some(dir);
        server
    }

    /// Starts on free ports with this data directory.
    pub fn start_in(data: &Path) -> Self {
        let mut child = spawn(dev(data, ANY_PORT, ANY_PORT)).unwrap();
        let said = announced(&mut child).unwrap_or_else(|why| panic!("{why}"));
        let url = |field: &str| said[field].as_str().unwrap().to_owned();
        let token = std::fs::read_to_string(data.join("token")).unwrap();
        let deployment = Deployment::new(url("api"), url("edge"), token.trim().to_owned());
        Self {
            deployment: Arc::new(deployment),
            data: data.to_owned(),
            child,
            _dir: None,
        }
    }

    /// Its data directory.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// A file at its edge.
    pub fn at_edge(&self, path: &str) -> PathBuf {
        self.data.join("edge").join(path)
    }

    /// Ends it as a loss of power would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again where it was.
    pub fn again(&mut self) {
        self.again_at(0);
    }

    /// Starts it again where it was; or why it doesn't start.
    pub fn try_again(&mut self) -> Result<(), String> {
        let (api, edge) = (&self.deployment.api, &self.deployment.edge);
        self.child = spawn(dev(&self.data, address(api), address(edge))).unwrap();
        announced(&mut self.child).map(drop)
    }

    /// Starts it again where it was, its clock wrong by so many seconds.
    pub fn again_at(&mut self, wrong_by: i64) {
        let (api, edge) = (&self.deployment.api, &self.deployment.edge);
        let mut command = dev(&self.data, address(api), address(edge));
        if wrong_by != 0 {
            clock::wrong_by(wrong_by, &mut command);
        }
        self.child = spawn(command).unwrap();
        announced(&mut self.child).unwrap_or_else(|why| panic!("{why}"));
    }

    /// In place of the whole, only what devices read; where it was.
    pub fn edge_alone(&mut self) {
        let mut command = Command::new(programs::wavecast());
        command
            .args(["--json", "edge", "--data"])
            .arg(&self.data)
            .args(["--edge", address(&self.deployment.edge)]);
        self.child = spawn(command).unwrap();
        announced(&mut self.child).unwrap_or_else(|why| panic!("{why}"));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already, if the scenario killed it.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.data.join("wavecast.log"));
            let log = log.unwrap_or_default();
            let skipped = log.lines().count().saturating_sub(LOG_LINES);
            log.lines()
                .skip(skipped)
                .for_each(|line| eprintln!("{line}"));
        }
    }
}

/// How much of its log a failed scenario shows.
const LOG_LINES: usize = 20;

/// Any free port.
pub const ANY_PORT: &str = "127.0.0.1:0";

/// The host and port of a URL.
pub fn address(url: &str) -> &str {
    url.trim_start_matches("http://")
}

/// `wavecast dev`, not yet started.
pub fn dev(data: &Path, api: &str, edge: &str) -> Command {
    let mut command = Command::new(programs::wavecast());
    command.args(["--json", "dev", "--data"]).arg(data);
    command.args(["--api", api, "--edge", edge]);
    command
}

/// A start that is meant to fail.
pub fn refused(data: &Path, api: &str, edge: &str) -> Output {
    dev(data, api, edge).output().unwrap()
}

fn spawn(mut command: Command) -> std::io::Result<Child> {
    command
        .env_remove("WAVECAST_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// What it says once it is up; or why it isn't.
fn announced(child: &mut Child) -> Result<serde_json::Value, String> {
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    // Kept open, so that it can go on writing; the system's buffer holds all that it says.
    if line.is_empty() {
        let mut why = String::new();
        let mut stderr = child.stderr.take().unwrap();
        stderr.read_to_string(&mut why).unwrap();
        return Err(why);
    }
    child.stdout = Some(stdout.into_inner());
    serde_json::from_str(&line).map_err(|error| format!("{line}: {error}"))
}
