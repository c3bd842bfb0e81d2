//! An installation: what its processes share, and what a crash leaves of it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use wavecast_embedded::Embedded;
use wavecast_engine::local::Ports;
use wavecast_engine::port::{Clock as _, PartSink};
use wavecast_engine::testing::clock::{TestClock, TestIds};
use wavecast_engine::testing::faulty::Faults;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::time::Timestamp;

/// Where it keeps its data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Backend {
    /// In memory.
    Memory,
    /// One redb file, a directory of objects, keys on disk.
    Embedded,
}

/// An installation's data, and its time.
pub struct Site {
    data: Data,
    pub clock: TestClock,
    ids: TestIds,
}

enum Data {
    Memory(Memory),
    Embedded(TempDir),
}

/// A process of it that runs. It ends with this value.
pub struct Process {
    /// Its ports, without faults.
    pub ports: Ports,
    sink: Arc<dyn PartSink>,
    clock: TestClock,
}

impl Site {
    /// One without any data.
    pub fn new(backend: Backend) -> Self {
        let data = match backend {
            Backend::Memory => Data::Memory(Memory::default()),
            Backend::Embedded => Data::Embedded(new_dir()),
        };
        Self {
            data,
            clock: TestClock::default(),
            ids: TestIds::default(),
        }
    }

    /// Its time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Another one with the data that this one has now: what a process that is killed at this
    /// moment leaves, if one runs.
    pub fn copy(&self) -> Self {
        let data = match &self.data {
            Data::Memory(memory) => Data::Memory(memory.fork()),
            Data::Embedded(dir) => {
                let copy = new_dir();
                copy_all(dir.path(), copy.path());
                Data::Embedded(copy)
            }
        };
        Self {
            data,
            clock: self.clock.fork(),
            ids: self.ids.fork(),
        }
    }

    /// Puts the ledger of an earlier copy back, as an admin does from a backup.
    pub fn restore_ledger(&self, backup: &Self) {
        match (&self.data, &backup.data) {
            (Data::Memory(present), Data::Memory(backup)) => {
                present.ledger.restore(backup.ledger.dump());
            }
            (Data::Embedded(present), Data::Embedded(backup)) => {
                let file = "ledger.redb";
                fs::copy(backup.path().join(file), present.path().join(file)).unwrap();
            }
            _ => unreachable!("a backup is of the same backend"),
        }
    }

    /// Starts a process.
    pub fn start(&self) -> Process {
        let clock = Arc::new(self.clock.clone());
        let ids = Arc::new(self.ids.clone());
        let (ports, sink): (_, Arc<dyn PartSink>) = match &self.data {
            Data::Memory(memory) => (memory.ports(), memory.uploads.clone()),
            Data::Embedded(dir) => {
                let embedded = Embedded::open_at(dir.path(), clock.clone()).unwrap();
                let local = embedded.local("http://127.0.0.1:8080/api/v1").unwrap();
                let ports = Ports {
                    ledger: local.ledger,
                    objects: local.objects,
                    uploads: local.uploads,
                    signer: local.signer,
                    maker: local.key_maker,
                    wrap: local.wrap,
                    unwrap: local.unwrap,
                    cdn: None,
                    clock: local.clock,
                    ids: local.ids,
                };
                (ports, local.parts)
            }
        };
        Process {
            ports: Ports {
                clock,
                ids,
                ..ports
            },
            sink,
            clock: self.clock.clone(),
        }
    }
}

impl Process {
    /// The functions over its ports.
    pub fn world(&self) -> World {
        self.over(self.ports.clone())
    }

    /// The functions over its ports with faults around them.
    pub fn with(&self, faults: &Faults) -> World {
        let sink = faults.around_sink(self.sink.clone());
        World::over(faults.around(self.ports.clone()), sink, self.clock.clone())
    }

    /// The functions over other ports.
    pub fn over(&self, ports: Ports) -> World {
        World::over(ports, self.sink.clone(), self.clock.clone())
    }
}

/// Runs one process to its end: with it end all tasks that it began.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    runtime.unwrap().block_on(work)
}

/// In memory where the system has such a place: what is tried here is order, not the disk.
fn new_dir() -> TempDir {
    let shared = Path::new("/dev/shm");
    if shared.is_dir()
        && let Ok(dir) = TempDir::new_in(shared)
    {
        return dir;
    }
    TempDir::new().unwrap()
}

fn copy_all(from: &Path, to: &Path) {
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&to).unwrap();
            copy_all(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
