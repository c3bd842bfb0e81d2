//! What a command decides on: the head and its channels at one instant, then the records it needs.

use std::collections::{BTreeMap, BTreeSet};

use wavecast_domain::app::App;
use wavecast_domain::record::RecordKey;
use wavecast_domain::refusal::Reason;
use wavecast_domain::{Command, Facts, Refusal, more, needs};
use wavecast_wire::name::{AppName, ChannelName, OrgName};

use super::{Control, ControlError};
use crate::port::{Entry, Expect, Key};
use crate::record::own::Answered;
use crate::record::{entry, key};

/// The most keys that one reading of the ledger takes.
const KEYS: usize = 100;

/// An application as it was read, with the revisions that a commit compares with.
pub(super) struct Loaded {
    /// The application and the channels that were asked for.
    pub app: App,
    /// The records that the command needs.
    pub facts: Facts,
    /// The ledger's revision of every key that was read; `None` where nothing was.
    pub read: BTreeMap<Key, Option<u64>>,
    /// What an earlier request with the same idempotency key came to.
    pub answered: Option<Answered>,
    /// Records that were read on a guess, at the same instant as the head; not yet facts.
    pub guessed: BTreeMap<RecordKey, Option<Entry>>,
}

/// What is read together with an application.
#[derive(Default)]
pub(super) struct Beside<'a> {
    /// Where the answer of this request may lie already.
    pub slot: Option<&'a Key>,
    /// Records that will probably be needed.
    pub guess: BTreeSet<RecordKey>,
}

impl Loaded {
    /// What a write of this key expects: that it is as it was read.
    pub fn expect(&self, key: &Key) -> Expect {
        match self.read.get(key) {
            Some(Some(revision)) => Expect::Revision(*revision),
            // A key that wasn't read is one that this command makes.
            Some(None) | None => Expect::Absent,
        }
    }

    /// A record as it was read, as a fact.
    fn take(
        &mut self,
        name: RecordKey,
        key: Key,
        found: Option<Entry>,
    ) -> Result<(), ControlError> {
        self.note(key, found.as_ref());
        if let Some(found) = found {
            let record = entry::read_record(&name, &found)?;
            self.facts.insert(name, record);
        }
        Ok(())
    }

    fn note(&mut self, key: Key, found: Option<&Entry>) {
        self.read.insert(key, found.map(|found| found.revision));
    }
}

impl Control {
    /// An application with the named channels, as far as they exist.
    pub(super) async fn load_app(
        &self,
        org: &OrgName,
        app: &AppName,
        channels: &[ChannelName],
    ) -> Result<Option<Loaded>, ControlError> {
        self.load(org, app, channels, Beside::default()).await
    }

    /// The same, with the answer that lies under an idempotency key, read at the same instant: a
    /// refusal can then not be due to this very request having landed before.
    pub(super) async fn load(
        &self,
        org: &OrgName,
        app: &AppName,
        channels: &[ChannelName],
        beside: Beside<'_>,
    ) -> Result<Option<Loaded>, ControlError> {
        let Beside { slot, guess } = beside;
        let mut keys = vec![key::app(org, app)];
        keys.extend(slot.cloned());
        keys.extend(channels.iter().map(|name| key::channel(org, app, name)));
        keys.dedup();
        let named = keys.len();
        if named + guess.len() <= KEYS {
            keys.extend(guess.iter().map(|name| key::record(org, app, name)));
        }
        let mut found = Vec::with_capacity(keys.len());
        for some in keys.chunks(KEYS) {
            found.extend(self.ledger.get(some).await?);
        }
        let Some(head) = found.first().and_then(Option::as_ref) else {
            return Ok(None);
        };
        let mut loaded = Loaded {
            app: App {
                head: entry::read(head)?,
                channels: BTreeMap::new(),
            },
            facts: Facts::new(),
            read: BTreeMap::new(),
            answered: None,
            guessed: BTreeMap::new(),
        };
        let guessed = found.split_off(named);
        keys.truncate(named);
        for (key, found) in keys.into_iter().zip(&found) {
            self.place(&mut loaded, &key, found.as_ref(), slot)?;
            loaded.note(key, found.as_ref());
        }
        loaded.guessed = guess.into_iter().zip(guessed).collect();
        Ok(Some(loaded))
    }

    fn place(
        &self,
        loaded: &mut Loaded,
        key: &Key,
        found: Option<&Entry>,
        slot: Option<&Key>,
    ) -> Result<(), ControlError> {
        let Some(found) = found else { return Ok(()) };
        if slot == Some(key) {
            if !entry::is_over(found, self.clock.now()) {
                loaded.answered = Some(entry::read(found)?);
            }
        } else if key.sk.starts_with("C#") {
            let channel: wavecast_domain::app::Channel = entry::read(found)?;
            loaded.app.channels.insert(channel.name.clone(), channel);
        }
        Ok(())
    }

    /// Loads the channels that weren't named, to be looked at. None of them changes without the
    /// head, so nothing compares their revisions unless the command writes them.
    pub(super) async fn load_every_channel(&self, loaded: &mut Loaded) -> Result<(), ControlError> {
        let head = &loaded.app.head;
        let unnamed = head
            .channels
            .keys()
            .filter(|name| !loaded.app.channels.contains_key(*name));
        let keys: Vec<Key> = unnamed
            .map(|name| key::channel(&head.org, &head.name, name))
            .collect();
        for some in keys.chunks(KEYS) {
            let found = self.ledger.get(some).await?;
            for (key, found) in some.iter().zip(&found) {
                let Some(found) = found else { continue };
                let channel: wavecast_domain::app::Channel = entry::read(found)?;
                loaded.app.channels.insert(channel.name.clone(), channel);
                loaded.note(key.clone(), Some(found));
            }
        }
        Ok(())
    }

    /// Loads the records that a command needs, then what those point to, until nothing new is
    /// named.
    pub(super) async fn load_facts(
        &self,
        loaded: &mut Loaded,
        command: &Command,
    ) -> Result<BTreeSet<RecordKey>, ControlError> {
        let mut asked = BTreeSet::new();
        let mut names = needs(&loaded.app, command);
        while !names.is_empty() {
            asked.extend(names.iter().cloned());
            self.load_records(loaded, names).await?;
            names = more(&loaded.app, &loaded.facts, command);
            names.retain(|name| !asked.contains(name));
        }
        Ok(asked)
    }

    pub(super) async fn load_records(
        &self,
        loaded: &mut Loaded,
        names: Vec<RecordKey>,
    ) -> Result<(), ControlError> {
        let (org, app) = (loaded.app.head.org.clone(), loaded.app.head.name.clone());
        let mut unread = Vec::new();
        for name in names {
            match loaded.guessed.remove(&name) {
                Some(found) => {
                    let key = key::record(&org, &app, &name);
                    loaded.take(name, key, found)?;
                }
                None => unread.push(name),
            }
        }
        for some in unread.chunks(KEYS) {
            let keys: Vec<Key> = some
                .iter()
                .map(|name| key::record(&org, &app, name))
                .collect();
            let found = self.ledger.get(&keys).await?;
            for ((name, key), found) in some.iter().zip(keys).zip(found) {
                loaded.take(name.clone(), key, found)?;
            }
        }
        Ok(())
    }
}

pub(super) fn no_app(org: &OrgName, app: &AppName) -> Refusal {
    Refusal::new(
        Reason::NotFound,
        format!("application {org}/{app}"),
        "there is no such application",
        format!(
            "see the organization's applications, or create it: wavecast app create {org}/{app}"
        ),
    )
}
