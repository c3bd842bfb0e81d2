//! A running `wavecast dev` with a directory of its own, and the binaries beside it.

use std::path::PathBuf;

use serde_json::Value;

use super::ran::{Ran, Server, WAVECAST, agent, command};

/// A stack, and a project directory that is configured for it by environment.
pub struct Stack {
    pub home: tempfile::TempDir,
    pub server: Option<Server>,
    pub api: String,
    pub edge: String,
    pub token_file: PathBuf,
}

impl Stack {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// With more flags of `wavecast dev`.
    pub fn start_with(flags: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("project")).unwrap();
        let mut stack = Self {
            home,
            server: None,
            api: String::new(),
            edge: String::new(),
            token_file: PathBuf::new(),
        };
        stack.serve_with(flags);
        stack
    }

    /// Starts the server on the stack's data.
    pub fn serve(&mut self) {
        self.serve_with(&[]);
    }

    /// The same, where its clients know the API.
    pub fn serve_at(&mut self, api: &str) {
        self.serve_there(api, &[]);
    }

    fn serve_with(&mut self, flags: &[&str]) {
        self.serve_there("127.0.0.1:0", flags);
    }

    fn serve_there(&mut self, api: &str, flags: &[&str]) {
        let data = self.data();
        let fixed = [
            "dev",
            "--data",
            data.to_str().unwrap(),
            "--api",
            api,
            "--edge",
            "127.0.0.1:0",
        ];
        let arguments = [&fixed[..], flags].concat();
        let (server, at) = Server::start(&arguments, self.home.path());
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

/// A stack with a bundle that was shipped at these versions, each to everybody.
pub fn shipped(versions: &[&str]) -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    for version in versions {
        stack.write("dist/index.html", format!("<p>{version}</p>"));
        stack.write("dist/app.js", "let shared;");
        stack
            .run(&[
                "ship",
                "dist",
                "--version",
                version,
                "--to",
                "100%",
                "--activate",
                "now",
            ])
            .code(0);
    }
    stack
}
