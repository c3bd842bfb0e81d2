//! One real device: the agent's process, its configuration and its data.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::place::{DEVICE_TYPE, channel_verb};
use super::{Place, clock, programs};

/// One device.
pub struct Agent {
    dir: TempDir,
    /// How wrong its clock is, in seconds.
    pub wrong_by: i64,
}

/// What a run of the agent came to.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// What it told, in order.
    pub events: Vec<Value>,
}

impl Agent {
    /// A device that was provisioned for a channel and has never run.
    pub async fn provision(place: &Place, channel: &str) -> Self {
        Self::provision_at(place, channel, &place.at.edge).await
    }

    /// The same, with another edge.
    pub async fn provision_at(place: &Place, channel: &str, edge: &str) -> Self {
        let given = channel_verb!(place, get_device_config, channel).unwrap();
        let file = json!({
            "v": 1,
            "base_url": edge,
            "scope": given.scope,
            "root": given.root,
            "attributes": { "device_type": DEVICE_TYPE },
        });
        let dir = TempDir::new().unwrap();
        let agent = Self { dir, wrong_by: 0 };
        std::fs::write(agent.path("device.json"), file.to_string()).unwrap();
        agent
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Its data directory.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Does all that there is to do, and ends.
    pub fn update(&self) -> Ran {
        self.run(&["run", "--once"])
    }

    /// Runs any command of it.
    pub fn run(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(programs::agent());
        command
            .arg("--json")
            .arg("--config")
            .arg(self.path("device.json"));
        command.arg("--data").arg(self.data()).args(args);
        if self.wrong_by != 0 {
            clock::wrong_by(self.wrong_by, &mut command);
        }
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        let lines = String::from_utf8(stdout).unwrap();
        let said = String::from_utf8_lossy(&stderr);
        let read = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}; {said}"))
        };
        Ran {
            code: status.code().unwrap(),
            events: lines.lines().map(read).collect(),
        }
    }

    /// What `current` holds: the one file of the package that runs.
    pub fn current(&self) -> Option<String> {
        let current = self.data().join("current");
        let found = |name: &str| std::fs::read_to_string(Path::new(&current).join(name)).ok();
        found("index.html").or_else(|| found("lamp.bin"))
    }
}

impl Ran {
    /// The version that runs afterwards.
    pub fn version(&self) -> Option<&str> {
        self.events.last()?["running"]["version"].as_str()
    }

    /// Whether it told this.
    pub fn told(&self, event: &str) -> bool {
        self.events.iter().any(|told| told["event"] == event)
    }

    /// Why, as the first event of this kind says.
    pub fn why(&self, event: &str) -> &str {
        let told = self.events.iter().find(|told| told["event"] == event);
        let told = told.unwrap_or_else(|| panic!("no {event} in {self:?}"));
        told["why"].as_str().unwrap()
    }
}
