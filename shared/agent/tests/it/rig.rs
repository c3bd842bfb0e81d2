//! One device in a temporary directory: its configuration, its data, the real binary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use wavecast_agent::DeviceFile;
use wavecast_wire::config::{Activate, Policy};
use wavecast_wire::manifest::FileRole;

use crate::forge::Forge;
use crate::server::Server;

pub struct Rig {
    pub forge: Forge,
    pub server: Server,
    dir: TempDir,
}

/// What a run of the binary came to.
pub struct Ran {
    pub code: i32,
    pub events: Vec<Value>,
    pub stderr: String,
}

impl Ran {
    pub fn has(&self, event: &str) -> bool {
        self.events.iter().any(|found| found["event"] == event)
    }

    pub fn why(&self, event: &str) -> String {
        let found = self.events.iter().find(|found| found["event"] == event);
        found.unwrap()["why"].as_str().unwrap().into()
    }

    /// The version that runs, as the last event says.
    pub fn runs(&self) -> Option<&str> {
        self.events.last()?["running"]["version"].as_str()
    }
}

pub fn now() -> Policy {
    Policy {
        activate: Activate::Now,
        confirm_seconds: 20,
        ..Policy::default()
    }
}

impl Rig {
    pub fn new() -> Self {
        let rig = Self {
            forge: Forge::new("acme/lamp/stable", wavecast_agent::now().0),
            server: Server::start(),
            dir: TempDir::new().unwrap(),
        };
        let mut file = DeviceFile::new(
            &rig.server.base,
            rig.forge.scope.clone(),
            &rig.forge.root_bytes(1),
        )
        .unwrap();
        file.attributes
            .insert("device_type".into(), "lamp-2".into());
        file.write(&rig.config()).unwrap();
        rig.deploy();
        rig
    }

    /// Puts at the edge what was published.
    pub fn deploy(&self) {
        self.server.serve(&self.forge.edge);
    }

    /// Ships a bundle of three files, one of them lazy; `body` makes the versions differ.
    pub fn ship(&mut self, version: &str, body: &[u8], policy: Policy) {
        let files = [
            ("app/main.js", FileRole::Important, body),
            ("index.html", FileRole::Index, version.as_bytes()),
            ("media/later.png", FileRole::Lazy, b"png".as_slice()),
        ];
        let packed = self.forge.bundle(version, &files);
        self.forge.ship(&format!("r-{version}"), &packed, policy);
        self.deploy();
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn config(&self) -> PathBuf {
        self.path().join("wavecast-device.json")
    }

    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// A file of what runs.
    pub fn current(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.data().join("current").join(path)).ok()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wavecast-agent"));
        command
            .arg("--json")
            .arg("--config")
            .arg(self.config())
            .arg("--data")
            .arg(self.data());
        command.args(args).current_dir(self.path());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(args).output().unwrap();
        let lines = String::from_utf8(stdout).unwrap();
        Ran {
            code: status.code().unwrap(),
            events: lines
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    pub fn spawn(&self, args: &[&str]) -> Child {
        self.command(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}
