//! A decision as one transaction.

use wavecast_domain::decide::{Decision, Outcome};
use wavecast_domain::id::{Fresh, Ulid};
use wavecast_domain::org::{Org, Token};
use wavecast_domain::record::RecordKey;
use wavecast_domain::refusal::Reason;
use wavecast_domain::{Context, Refusal};
use wavecast_wire::name::{ChannelName, Scope};

use super::idempotency::Slot;
use super::load::Loaded;
use super::{ControlError, PublicationState};
use crate::port::{Entry, Expect, Key, Wake, Write};
use crate::record::own::Answered;
use crate::record::{entry, key};

/// The most bytes of an encoded channel.
const CHANNEL_BYTES: usize = 150 * 1024;
/// The most writes of one commit.
const WRITES: usize = 100;
/// The most bytes of small targets in one commit that goes ahead.
const AHEAD_BYTES: usize = 2 << 20;

/// All that one commit writes, what it answers, and who is woken after it.
pub(super) struct Plan {
    /// Small targets that don't fit into the transaction. They are committed before it: each is named
    /// after its bytes, so one that nothing names in the end does no harm.
    pub ahead: Vec<Vec<Write>>,
    /// One transaction.
    pub writes: Vec<Write>,
    /// Stored under the idempotency key.
    pub answered: Answered,
    /// Rung after the commit, in order.
    pub wakes: Vec<Wake>,
    /// What a command on an organization makes of it.
    pub made: Option<Made>,
}

/// An organization after a command, and the token that was made with it. Known before the commit, so
/// that an answer which can be given only once needs no reading after it.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// The organization.
    pub org: Org,
    /// The token.
    pub token: Option<Token>,
}

/// The publications that a commit wants: one entry per channel.
pub(super) fn wanted(
    scopes: &[Scope],
    revision: u64,
    fresh: &Fresh,
) -> Vec<(Scope, PublicationState)> {
    let state = |scope: &Scope| {
        let id = publication_id(scope, fresh);
        PublicationState::wanted(id, scope.channel.clone(), revision, fresh.at)
    };
    scopes
        .iter()
        .map(|scope| (scope.clone(), state(scope)))
        .collect()
}

/// The id of the publication that a commit wants of a channel.
pub(super) fn publication_id(scope: &Scope, fresh: &Fresh) -> Ulid {
    fresh.id(&format!("publication {}", scope.channel))
}

impl Plan {
    /// A decision on an application: its head always, so that its revision orders all commits;
    /// the parts that changed; the records; a check of the facts that others may change; event,
    /// answer and wanted publications.
    pub fn of(
        loaded: &Loaded,
        decision: &Decision,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Self, ControlError> {
        let head = &decision.app.head;
        let scopes = scopes(loaded, &decision.publish);
        let publications = wanted(&scopes, head.revision, &cx.fresh);
        let answered = Answered {
            body: slot.body,
            outcome: Some(decision.outcome.clone()),
            movements: decision.movements.clone(),
            uses: decision.uses.clone(),
            previews: decision.previews.clone(),
            findings: decision.findings.clone(),
            publications: named(&publications),
            revision: head.revision,
            about: None,
        };
        let mut writes = Writes::new(loaded);
        writes.put(entry::app(head)?);
        for (name, channel) in &decision.app.channels {
            if loaded.app.channels.get(name) != Some(channel) {
                let put = entry::channel(&head.org, &head.name, channel)?;
                fits(name, &put)?;
                writes.put(put);
            }
        }
        for (name, record) in &decision.records {
            let put = entry::record(&head.org, &head.name, name, record)?;
            writes.put_record(name, put);
        }
        for name in &decision.deleted {
            writes.delete_record(name, key::record(&head.org, &head.name, name));
        }
        // Releases change only together with the head; these change by themselves too.
        for name in loaded.facts.keys() {
            let is_apart = matches!(
                name,
                RecordKey::Package(..) | RecordKey::File(_) | RecordKey::Org
            );
            if is_apart {
                writes.check(key::record(&head.org, &head.name, name));
            }
        }
        writes.put(entry::event(
            &key::space(&head.org, &head.name),
            &decision.event,
        )?);
        for (scope, state) in &publications {
            writes.put(entry::publication(scope, state)?);
        }
        let put = slot.put(&answered, loaded.expect(&slot.key), cx.now)?;
        let ahead = go_ahead(&mut writes.writes);
        Ok(Self {
            ahead,
            writes: writes.finish(put)?,
            answered,
            wakes: wakes(loaded, decision, &scopes),
            made: None,
        })
    }
}

/// Channels by id of their publication, for the stored answer.
pub(super) fn named(publications: &[(Scope, PublicationState)]) -> Vec<(ChannelName, Ulid)> {
    publications
        .iter()
        .map(|(scope, state)| (scope.channel.clone(), state.id.clone()))
        .collect()
}

/// Writes of one commit, no key twice.
pub(super) struct Writes<'a> {
    loaded: &'a Loaded,
    writes: Vec<Write>,
}

impl<'a> Writes<'a> {
    pub fn new(loaded: &'a Loaded) -> Self {
        Self {
            loaded,
            writes: Vec::new(),
        }
    }

    /// Puts a record. A small target is named after its bytes: whoever wrote it, it is the same.
    fn put_record(&mut self, name: &RecordKey, entry: Entry) {
        match name {
            RecordKey::Target(..) => self.writes.push(Write::Put(entry, Expect::Any)),
            _ => self.put(entry),
        }
    }

    /// Puts an entry that is as it was read.
    pub fn put(&mut self, entry: Entry) {
        let expect = self.loaded.expect(&entry.key);
        self.writes.push(Write::Put(entry, expect));
    }

    /// Deletes a record. The value of a secret is never read; the secret, which is, says that it goes.
    fn delete_record(&mut self, name: &RecordKey, key: Key) {
        let expect = match name {
            RecordKey::Sealed(..) => Expect::Any,
            _ => self.loaded.expect(&key),
        };
        self.writes.push(Write::Delete(key, expect));
    }

    /// Checks that a fact is still as it was read, unless it is written anyway.
    pub fn check(&mut self, key: Key) {
        let written = |write: &Write| match write {
            Write::Put(entry, _) => entry.key == key,
            Write::Delete(other, _) | Write::Check(other, _) => *other == key,
        };
        if !self.writes.iter().any(written) {
            let expect = self.loaded.expect(&key);
            self.writes.push(Write::Check(key, expect));
        }
    }

    /// Adds the answer's write; refuses more than one commit takes.
    pub fn finish(mut self, answer: Write) -> Result<Vec<Write>, ControlError> {
        self.writes.push(answer);
        if self.writes.len() > WRITES {
            return Err(Refusal::new(
                Reason::Limit,
                "command",
                format!(
                    "it changes {} entries; one commit takes {WRITES}",
                    self.writes.len()
                ),
                "name fewer channels at once, conclude what moves, or end rules",
            )
            .into());
        }
        Ok(self.writes)
    }
}

/// Takes the small targets out, in as many commits as they need, if all doesn't fit into one
/// together with the answer, by number or by bytes.
fn go_ahead(writes: &mut Vec<Write>) -> Vec<Vec<Write>> {
    let of_target = |write: &Write| match write {
        Write::Put(entry, Expect::Any) => entry.body.len(),
        _ => 0,
    };
    let bytes: usize = writes.iter().map(of_target).sum();
    if writes.len() < WRITES && bytes <= AHEAD_BYTES {
        return Vec::new();
    }
    let is_target = |write: &mut Write| matches!(write, Write::Put(_, Expect::Any));
    let mut ahead: Vec<Vec<Write>> = Vec::new();
    let mut bytes = 0;
    for write in writes.extract_if(.., is_target) {
        let own = of_target(&write);
        match ahead.last_mut() {
            Some(last) if last.len() < WRITES && bytes + own <= AHEAD_BYTES => {
                bytes += own;
                last.push(write);
            }
            _ => {
                bytes = own;
                ahead.push(vec![write]);
            }
        }
    }
    ahead
}

fn fits(name: &ChannelName, put: &Entry) -> Result<(), ControlError> {
    if put.body.len() <= CHANNEL_BYTES {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::Limit,
        format!("channel {name}"),
        format!(
            "its state would take {} bytes; at most {CHANNEL_BYTES} fit",
            put.body.len()
        ),
        "conclude or abort releases of this channel, or use fewer variants",
    )
    .into())
}

fn scopes<'a>(loaded: &Loaded, names: impl IntoIterator<Item = &'a ChannelName>) -> Vec<Scope> {
    let head = &loaded.app.head;
    let scope = |channel: &ChannelName| Scope {
        org: head.org.clone(),
        app: head.name.clone(),
        channel: channel.clone(),
    };
    names.into_iter().map(scope).collect()
}

fn wakes(loaded: &Loaded, decision: &Decision, published: &[Scope]) -> Vec<Wake> {
    let mut wakes: Vec<Wake> = scopes(loaded, &decision.keys)
        .into_iter()
        .map(Wake::Keys)
        .collect();
    wakes.extend(published.iter().cloned().map(Wake::Publish));
    if let Outcome::Package { name, version } = &decision.outcome {
        let head = &decision.app.head;
        wakes.push(Wake::Package(
            head.org.clone(),
            head.name.clone(),
            name.clone(),
            version.clone(),
        ));
    }
    wakes
}

/// What a write expects of a key that was read as `found`.
pub(super) fn as_read(found: Option<&Entry>) -> Expect {
    found.map_or(Expect::Absent, |found| Expect::Revision(found.revision))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    /// So many small targets of so many bytes, between two writes of the transaction.
    fn writes(targets: usize, bytes: usize) -> Vec<Write> {
        let put = |name: String, bytes: usize, expect| {
            let key = Key {
                pk: "A#acme".to_owned(),
                sk: name,
            };
            let entry = Entry {
                key,
                revision: 0,
                body: Bytes::from(vec![b'x'; bytes]),
                due: None,
                by: None,
                expires: None,
            };
            Write::Put(entry, expect)
        };
        let mut all = vec![put("head".to_owned(), 9000, Expect::Absent)];
        all.extend((0..targets).map(|n| put(format!("T#{n:03}"), bytes, Expect::Any)));
        all.push(put("event".to_owned(), 9000, Expect::Absent));
        all
    }

    fn names(writes: &[Write]) -> Vec<&str> {
        let names = writes.iter().map(|write| match write {
            Write::Put(entry, _) => entry.key.sk.as_str(),
            Write::Delete(key, _) | Write::Check(key, _) => key.sk.as_str(),
        });
        names.collect()
    }

    #[test]
    fn targets_go_ahead_where_one_commit_takes_too_few_or_too_little() {
        let most = AHEAD_BYTES / 59_000;
        for (targets, bytes, commits) in [
            (WRITES - 3, 10, vec![]),
            (WRITES - 2, 10, vec![WRITES - 2]),
            (2 * WRITES + 1, 10, vec![WRITES, WRITES, 1]),
            (most, 59_000, vec![]),
            (most + 1, 59_000, vec![most, 1]),
            (2 * most + 2, 59_000, vec![most, most, 2]),
        ] {
            let mut left = writes(targets, bytes);
            let all: Vec<String> = names(&left).iter().map(|name| (*name).to_owned()).collect();
            let ahead = go_ahead(&mut left);
            let counts: Vec<usize> = ahead.iter().map(Vec::len).collect();
            assert_eq!(counts, commits, "{targets} targets of {bytes} bytes");
            if commits.is_empty() {
                assert_eq!(names(&left), all);
                continue;
            }
            assert_eq!(names(&left), ["head", "event"]);
            let went: Vec<&str> = ahead.iter().flat_map(|one| names(one)).collect();
            assert_eq!(went, all[1..=targets], "none is lost, none is doubled");
        }
    }
}
