//! A driver in this process: its own world, its data, a hostile edge.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use wavecast_agent::{AgentError, DeviceFile, Driver, Hooks, Options, Outcome, World};
use wavecast_device::agent::Report;
use wavecast_wire::manifest::FileRole;

use crate::forge::{Forge, everyone};
use crate::hostile::Hostile;
use crate::rig::now;

/// Far longer than any run here takes.
const HANGS: Duration = Duration::from_secs(120);

pub struct Device {
    pub forge: Forge,
    pub edge: Hostile,
    pub hooks: Hooks,
    dir: TempDir,
}

impl Device {
    /// A device that was provisioned and never started.
    pub fn new() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let device = Self {
            forge: Forge::new("acme/lamp/stable", wavecast_agent::now().0),
            edge: Hostile::start(),
            hooks: Hooks::default(),
            dir: memory(),
        };
        let root = device.forge.root_bytes(1);
        let file = DeviceFile::new(&device.edge.base, device.forge.scope.clone(), &root);
        file.unwrap().write(&device.config()).unwrap();
        device.deploy();
        device
    }

    /// A device that runs 1.0.0.
    pub fn running() -> Self {
        let mut device = Self::new();
        device.ship("1.0.0");
        device.settle();
        assert_eq!(device.current().as_deref(), Some("1.0.0"));
        device.edge.asked();
        device
    }

    pub fn deploy(&self) {
        self.edge.serve(&self.forge.edge);
    }

    /// Ships a bundle: one file is its own, one is that of every version, one is lazy.
    pub fn ship(&mut self, version: &str) {
        let (body, later) = (body(version), format!("later {version}"));
        let files = [
            ("app/main.js", FileRole::Important, body.as_slice()),
            ("app/same.js", FileRole::Important, b"same".as_slice()),
            ("index.html", FileRole::Index, version.as_bytes()),
            ("media/later.png", FileRole::Lazy, later.as_bytes()),
        ];
        let packed = self.forge.bundle(version, &files);
        let id = format!("r-{version}");
        let target = self.forge.release_with(&id, &packed, now(), |config| {
            let properties = serde_json::from_value(json!({ "version": version }));
            config.config.properties = properties.unwrap();
        });
        self.forge.place(vec![everyone(&id, target)]);
        self.deploy();
    }

    pub fn config(&self) -> PathBuf {
        self.dir.path().join("wavecast-device.json")
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// The version that stands in `current`, once all its files were compared.
    pub fn current(&self) -> Option<String> {
        let current = self.data().join("current");
        let version = fs::read_to_string(current.join("index.html")).ok()?;
        let is = |path: &str, bytes: &[u8]| fs::read(current.join(path)).unwrap() == bytes;
        assert!(is("app/main.js", &body(&version)), "{version} is torn");
        assert!(is("app/same.js", b"same"), "{version} is torn");
        if let Ok(later) = fs::read_to_string(current.join("media/later.png")) {
            assert_eq!(later, format!("later {version}"));
        }
        Some(version)
    }

    /// Runs in the real world until nothing is left to do.
    pub fn settle(&self) {
        let (outcome, told) = self.run(World::default(), |_| false);
        assert_eq!(outcome, Ok(Outcome::Settled), "{told:?}");
    }

    /// Runs until nothing is left to do or something fails for the first time; what was told.
    pub fn run_until_failure(&self, world: World) -> Vec<Report> {
        let failed = |report: &Report| {
            matches!(
                report,
                Report::PollFailed { .. } | Report::InstallFailed { .. }
            )
        };
        self.run(world, failed).1
    }

    /// Runs until nothing is left to do or `enough` was told.
    pub fn run(
        &self,
        world: World,
        enough: impl Fn(&Report) -> bool,
    ) -> (Result<Outcome, String>, Vec<Report>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let options = Options {
            once: true,
            hooks: self.hooks.clone(),
            ..Options::default()
        };
        let mut told = Vec::new();
        let outcome = runtime.block_on(async {
            let mut driver = self
                .open(&world, &options)
                .map_err(|error| error.to_string())?;
            let ended = Cell::new(false);
            let mut tell = |report: &Report| {
                ended.set(ended.get() || enough(report));
                told.push(report.clone());
            };
            let stop = std::future::poll_fn(|_| match ended.get() {
                true => std::task::Poll::Ready(()),
                false => std::task::Poll::Pending,
            });
            // A device that waits for something that never comes must fail here, not hang.
            let ran = tokio::time::timeout(HANGS, driver.run(stop, &mut tell)).await;
            ran.map_err(|_| String::from("it hangs"))?
                .map_err(|error| error.to_string())
        });
        (outcome, told)
    }

    /// Another test's child process may hold our lock for a moment, from its fork to its exec.
    fn open(&self, world: &World, options: &Options) -> Result<Driver, AgentError> {
        loop {
            match Driver::open_in(world.clone(), &self.config(), &self.data(), options.clone()) {
                Err(AgentError::Held { .. }) => std::thread::sleep(Duration::from_millis(1)),
                opened => return opened,
            }
        }
    }

    /// The data directory as it is now.
    pub fn keep_data(&self) -> TempDir {
        let kept = memory();
        if self.data().exists() {
            copy(&self.data(), &kept.path().join("data"));
        }
        kept
    }

    pub fn restore_data(&self, kept: &TempDir) {
        let _ = fs::remove_dir_all(self.data());
        let kept = kept.path().join("data");
        if kept.exists() {
            copy(&kept, &self.data());
        }
    }
}

/// The bytes of a version's own file.
pub fn body(version: &str) -> Vec<u8> {
    version.bytes().cycle().take(3000).collect()
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(copied.unwrap().success());
}

/// A directory in memory where there is one: these tests write thousands of files.
fn memory() -> TempDir {
    TempDir::new_in("/dev/shm")
        .or_else(|_| TempDir::new())
        .unwrap()
}
