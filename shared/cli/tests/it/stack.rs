//! A running `wavecast dev` with a directory of its own, and the binaries beside it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The binary under test.
pub const WAVECAST: &str = env!("CARGO_BIN_EXE_wavecast");

/// A command without any configuration of whoever runs the tests.
pub fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("WAVECAST_") {
            command.env_remove(name);
        }
    }
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

/// The agent's binary beside the binary under test; built if it is missing or old.
pub fn agent() -> &'static Path {
    static AGENT: OnceLock<PathBuf> = OnceLock::new();
    AGENT.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "wavecast-agent"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .unwrap();
        assert!(built.success(), "wavecast-agent can't be built");
        let agent = Path::new(WAVECAST).with_file_name("wavecast-agent");
        assert!(agent.is_file(), "{} is missing", agent.display());
        agent
    })
}

/// A server process; it ends with the test.
pub struct Server(pub Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Server {
    /// Starts a server that says where it is as its first line of JSON.
    pub fn start(arguments: &[&str], directory: &Path) -> (Self, Value) {
        let mut child = command(WAVECAST)
            .args(arguments)
            .arg("--json")
            .current_dir(directory)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let server = Self(child);
        (
            server,
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("no first line: {line:?}")),
        )
    }

    /// Ends it as a service manager would, and waits.
    pub fn stop(mut self) -> i32 {
        let pid = rustix::process::Pid::from_child(&self.0);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        self.0.wait().unwrap().code().unwrap()
    }
}

/// A stack, and a project directory that is configured for it by environment.
pub struct Stack {
    pub home: tempfile::TempDir,
    pub server: Option<Server>,
    pub api: String,
    pub edge: String,
    pub token_file: PathBuf,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// It ended as expected.
    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Its one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// It says this on stderr.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "{text:?} is not in {self:#?}");
        self
    }
}

impl Stack {
    pub fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("project")).unwrap();
        let mut stack = Self {
            home,
            server: None,
            api: String::new(),
            edge: String::new(),
            token_file: PathBuf::new(),
        };
        stack.serve();
        stack
    }

    /// Starts the server on the stack's data.
    pub fn serve(&mut self) {
        let data = self.data();
        let (server, at) = Server::start(
            &[
                "dev",
                "--data",
                data.to_str().unwrap(),
                "--api",
                "127.0.0.1:0",
                "--edge",
                "127.0.0.1:0",
            ],
            self.home.path(),
        );
        self.server = Some(server);
        self.api = at["api"].as_str().unwrap().to_owned();
        self.edge = at["edge"].as_str().unwrap().to_owned();
        self.token_file = at["token_file"].as_str().unwrap().into();
    }

    /// Serves the stack's edge alone, at the address that its devices know.
    pub fn serve_edge(&mut self) {
        let (data, address) = (
            self.data(),
            self.edge.trim_start_matches("http://").to_owned(),
        );
        let arguments = ["edge", "--data", data.to_str().unwrap(), "--edge", &address];
        self.server = Some(Server::start(&arguments, self.home.path()).0);
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn project(&self) -> PathBuf {
        self.home.path().join("project")
    }

    /// A file in the project's directory.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.project().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Runs wavecast in the project's directory.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        command(WAVECAST)
            .args(arguments)
            .env("WAVECAST_URL", &self.api)
            .env("WAVECAST_EDGE_URL", &self.edge)
            .env("WAVECAST_TOKEN_FILE", &self.token_file)
            .current_dir(self.project())
            .output()
            .unwrap()
            .into()
    }

    /// Runs wavecast, which succeeds with one JSON document.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        self.run(&arguments).code(0).json()
    }

    /// A project of an application, set up.
    #[track_caller]
    pub fn init(&self, app: &str, kind: &str) {
        self.run(&["init", "--app", app, "--kind", kind, "--force"])
            .code(0);
    }

    /// A device that follows the project's channel; the same name is the same device.
    pub fn device(&self, name: &str, arguments: &[&str]) -> Ran {
        let data = self.home.path().join(name);
        command(agent())
            .args(arguments)
            .arg("--config")
            .arg(self.project().join("wavecast-device.json"))
            .arg("--data")
            .arg(data)
            .output()
            .unwrap()
            .into()
    }

    /// What a device runs: the bytes of a file in its current slot.
    pub fn runs(&self, name: &str, path: &str) -> Option<String> {
        std::fs::read_to_string(self.home.path().join(name).join("current").join(path)).ok()
    }

    /// How the project's channel's release of a version stands: status and share.
    #[track_caller]
    pub fn release(&self, version: &str) -> (String, String) {
        let releases = self.releases();
        let found = releases
            .iter()
            .find(|release| release["version"] == version);
        let release = found.unwrap_or_else(|| panic!("no release of {version} in {releases:#?}"));
        let text = |name: &str| release[name].as_str().unwrap().to_owned();
        (text("status"), text("share"))
    }

    /// The releases of the project's channel.
    pub fn releases(&self) -> Vec<Value> {
        let releases = self.json(&["release", "list", "--channel", "stable"]);
        releases.as_array().unwrap().clone()
    }
}

/// As [`Stack::release`] says it.
pub fn stands(status: &str, share: &str) -> (String, String) {
    (status.to_owned(), share.to_owned())
}
