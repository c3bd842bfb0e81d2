//! The whole update flow with a hostile edge. A publisher with real keys goes through any sequence
//! of releases and rotations; between them an edge answers a device's requests with lies, among
//! them publications signed with stolen keys of timestamp and snapshot.
//!
//! - Nothing is put together, run or returned to that the channel's keys never signed.
//! - `seq` never goes down while the keys stay; nothing lower runs unless it was allowed; nothing
//!   runs below a confirmed rollback index.
//! - Every event comes to rest; what is remembered stays small; no request asks for too much.
//! - When the lies end and the stolen keys are replaced, the device comes home to the newest
//!   release: no lie strands it.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use wavecast_device::agent::Input;
use wavecast_fuzz::fleet::Subject;
use wavecast_fuzz::forge::{Forge, everyone, row};
use wavecast_fuzz::hostile::Lie;
use wavecast_wire::config::{Activate, Policy};
use wavecast_wire::manifest::FileRole;
use wavecast_wire::table::{Answer, KnownRow};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

/// 2026-11-21T12:00:00Z.
const START: i64 = 1_795_262_400;
const DAY: i64 = 86_400;

#[derive(Arbitrary, Debug)]
enum Step {
    Ship(Ship),
    Withdraw,
    Hold,
    Embedded,
    Empty,
    Publish,
    Rotate(u8),
    Lie(Vec<Lie>),
    Pass(u32),
    Poll,
    Restart,
    Idle,
    Sick(bool),
}

#[derive(Arbitrary, Debug)]
struct Ship {
    version: u8,
    content: u8,
    index: u8,
    downgrade: bool,
    firmware: bool,
    part: Option<u16>,
}

struct Life {
    forge: Forge,
    subject: Subject,
    shipped: u32,
    rows: Vec<KnownRow>,
}

fuzz_target!(|steps: Vec<Step>| {
    let mut forge = Forge::new("acme/lamp/stable", START);
    // Another channel of the same application, with the same keys: only the scope tells them apart.
    let other = Forge::new("acme/lamp/beta", START);
    forge.edge.extend(other.edge);
    let subject = Subject::new(&forge);
    let mut life = Life {
        forge,
        subject,
        shipped: 0,
        rows: Vec::new(),
    };
    life.subject.feed(&life.forge, Input::Start);
    for step in steps.iter().take(40) {
        life.go(step);
    }
    life.come_home();
});

impl Life {
    fn go(&mut self, step: &Step) {
        match step {
            Step::Ship(ship) => self.ship(ship, &format!("1.{}", ship.version % 6)),
            Step::Withdraw => {
                let running = &self.subject.agent.state().device.running;
                if let Some(release) = running.as_ref().map(|running| running.release.clone()) {
                    self.subject.signed.withdrawn.insert(release.clone());
                    self.forge.table.withdrawn = vec![release];
                }
                self.publish();
            }
            Step::Hold => {
                self.rows.iter_mut().for_each(|row| row.hold = true);
                self.publish();
            }
            Step::Embedded => {
                self.rows = vec![row("01E", Answer::Embedded)];
                self.publish();
            }
            Step::Empty => {
                self.rows.clear();
                self.publish();
            }
            Step::Publish => self.publish(),
            Step::Rotate(which) => self.rotate(*which),
            Step::Lie(lies) => self.subject.lies.extend(lies.iter().take(8).cloned()),
            Step::Pass(seconds) => {
                // At most some two hundred days.
                self.subject.now += i64::from(*seconds) & 0xff_ffff;
                self.feed(Input::Tick);
            }
            Step::Poll => self.feed(Input::Poll),
            Step::Restart => self.subject.restart(&self.forge),
            Step::Idle => self.feed(Input::Idle),
            Step::Sick(sick) => self.subject.sick = *sick,
        }
    }

    fn feed(&mut self, input: Input) {
        self.subject.feed(&self.forge, input);
    }

    fn ship(&mut self, ship: &Ship, version: &str) {
        self.shipped += 1;
        let bytes = [ship.content; 9];
        let packed = if ship.firmware {
            self.forge.firmware(version, &bytes)
        } else {
            let files: [(&str, FileRole, &[u8]); 2] = [
                ("app.js", FileRole::Important, &bytes),
                ("photo.jpg", FileRole::Lazy, &bytes[1..]),
            ];
            self.forge.bundle_with(version, &files, |manifest| {
                manifest.rollback_index = u32::from(ship.index % 4);
            })
        };
        let (id, downgrade) = (format!("01{}", self.shipped), ship.downgrade);
        let policy = Policy {
            downgrade,
            activate: Activate::Now,
            confirm_seconds: 60,
            ..Policy::default()
        };
        let target = self.forge.release(&id, &packed, policy);
        let config = self.forge.targets[&target].sha256().expect("a hash");
        self.subject.signed.configs.insert(config, downgrade);
        let variants = packed.manifest.variants.iter();
        let files = variants.flat_map(|variant| variant.files.iter().map(|file| file.sha256));
        self.subject
            .signed
            .manifests
            .insert(packed.sha256, files.collect());
        let mut new = everyone(&id, target.clone());
        if let Some(part) = ship.part {
            new.answer = Answer::Ranges(vec![(0, part % 10_000, target)]);
            new.salt = Some(id.parse().expect("a salt"));
        }
        self.rows.insert(0, new);
        self.rows.truncate(3);
        self.publish();
    }

    fn publish(&mut self) {
        self.forge.now = Timestamp(self.subject.now);
        self.forge.place(self.rows.clone());
        self.subject.history.push(self.forge.edge.clone());
    }

    fn rotate(&mut self, which: u8) {
        self.forge.now = Timestamp(self.subject.now);
        // Keys that were never used before: four for each root.
        let first = u8::try_from(8 + 4 * self.forge.root).expect("few roots");
        let roles: Vec<_> = Role::ALL
            .into_iter()
            .zip(first..)
            .enumerate()
            .filter(|(place, _)| which >> place & 1 == 1)
            .map(|(_, fresh)| fresh)
            .collect();
        self.forge.rotate(&roles);
        self.publish();
    }

    /// The lies end, and whoever runs the channel does what the pages say after a theft.
    fn come_home(&mut self) {
        self.subject.lies.clear();
        self.subject.sick = false;
        self.rotate(0b0110);
        let last = Ship {
            version: 9,
            content: 255,
            index: 3,
            downgrade: true,
            firmware: false,
            part: None,
        };
        // A version that no earlier step has: this package never failed here.
        self.ship(&last, "9");
        let id = format!("01{}", self.shipped);
        for _ in 0..30 {
            self.subject.now += DAY;
            self.publish();
            self.feed(Input::Tick);
            self.feed(Input::Idle);
            let running = &self.subject.agent.state().device.running;
            if running
                .as_ref()
                .is_some_and(|running| running.release.as_str() == id)
            {
                return;
            }
        }
        let state = self.subject.agent.state();
        panic!(
            "it is stranded: {:?} {:?}",
            self.subject.agent.decision(),
            state.device.running
        );
    }
}
