//! A device: the real core, and a driver in memory that does at once what it says.

use std::collections::VecDeque;

use wavecast_device::agent::{
    Action, Agent, Answer, Failed, Health, Input, Report, Settings, State,
};
use wavecast_device::download::{Download, Item, VerifiedFile};
use wavecast_engine::port::Objects;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{ReleaseId, Scope};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::Attributes;
use wavecast_wire::time::Timestamp;

use crate::content::Content;
use crate::stock::get;

/// One device that follows a channel.
pub struct Ours {
    agent: Agent,
    /// What it would find after a loss of power.
    disk: State,
    attributes: Attributes,
    highest: u64,
}

/// What it said that a device in the field must never have to say.
fn complaint(report: &Report) -> Option<String> {
    match report {
        Report::PollFailed { why, .. } => Some(format!("its poll failed: {why}")),
        Report::Expired { why } => Some(format!("it found all expired: {why}")),
        Report::Hold { why } => Some(format!("it holds: {why}")),
        Report::InstallFailed { why, .. } | Report::Failed { why, .. } => {
            Some(format!("it couldn't install: {why}"))
        }
        _ => None,
    }
}

impl Ours {
    /// Provisioned with the channel's first root; `None` while there is none.
    pub async fn new(
        scope: &Scope,
        attributes: &Attributes,
        objects: &dyn Objects,
    ) -> Result<Option<Self>, String> {
        let Some(root) = get(objects, &ObjectKey::Root(scope.clone(), 1)).await? else {
            return Ok(None);
        };
        let id = "3f9c2c5e8a7b4d1f9e6a0b1c2d3e4f50".to_owned();
        let disk = State::provision(scope.clone(), &root, id, 7).map_err(|e| e.to_string())?;
        Ok(Some(Self::from(disk, attributes.clone(), 0)))
    }

    fn from(disk: State, attributes: Attributes, highest: u64) -> Self {
        Self {
            agent: Agent::new(disk.clone(), Settings::default(), attributes.clone()),
            disk,
            attributes,
            highest,
        }
    }

    /// The same device in another world, started from its disk.
    pub fn copy(&self) -> Self {
        Self::from(self.disk.clone(), self.attributes.clone(), self.highest)
    }

    /// Starts the device anew: it polls, and what is staged comes to run.
    pub async fn start(&mut self, objects: &dyn Objects, now: Timestamp) -> Result<(), String> {
        *self = self.copy();
        self.feed(Input::Start, objects, now).await
    }

    /// Polls, and does what that comes to. Answers what it goes by; `None` while the channel has
    /// never shown anything.
    pub async fn poll(
        &mut self,
        objects: &dyn Objects,
        now: Timestamp,
    ) -> Result<Option<(u64, String)>, String> {
        let latest = ObjectKey::Latest(self.disk.scope.clone());
        if self.highest == 0 && get(objects, &latest).await?.is_none() {
            return Ok(None);
        }
        self.feed(Input::Poll, objects, now).await?;
        let verified = self.agent.verified().ok_or("it trusts no publication")?;
        let (seq, said) = (verified.seq(), Content::said_to(verified));
        if seq < self.highest {
            return Err(format!("publication {seq} after {}", self.highest));
        }
        self.highest = seq;
        Ok(Some((seq, said)))
    }

    /// The channel that it follows by now.
    pub fn follows(&self) -> &Scope {
        &self.agent.state().scope
    }

    /// What runs.
    pub fn runs(&self) -> Option<&ReleaseId> {
        let running = self.agent.state().device.running.as_ref()?;
        Some(&running.release)
    }

    async fn feed(
        &mut self,
        input: Input,
        objects: &dyn Objects,
        now: Timestamp,
    ) -> Result<(), String> {
        let before = self.disk.scope.clone();
        let mut inputs = VecDeque::from([input]);
        let mut complaints = Vec::new();
        while let Some(input) = inputs.pop_front() {
            for action in self.agent.step(now, input) {
                if let Action::Report(report) = &action {
                    complaints.extend(complaint(report));
                }
                inputs.extend(self.execute(action, objects).await?);
            }
        }
        if self.disk.scope != before {
            // Another channel has numbers of its own.
            self.highest = 0;
        }
        if complaints.is_empty() {
            return Ok(());
        }
        Err(complaints.join("; "))
    }

    async fn execute(
        &mut self,
        action: Action,
        objects: &dyn Objects,
    ) -> Result<Vec<Input>, String> {
        Ok(match action {
            Action::Save(state) => {
                self.disk = *state;
                vec![Input::Saved]
            }
            Action::Get {
                object,
                if_none_match,
                max_bytes,
            } => {
                let answer = answer(objects, &object, if_none_match.as_deref()).await?;
                if answer.body.len() as u64 > max_bytes {
                    return Err(format!("{} is too large", object.path()));
                }
                vec![Input::Answer { object, answer }]
            }
            Action::Download { items } => {
                let mut inputs = Vec::new();
                for item in &items {
                    inputs.push(match download(objects, item).await {
                        Ok(file) => Input::Fetched(file),
                        Err(why) => Input::Failed(Failed::Download {
                            sha256: item.sha256,
                            why,
                            retry_after: None,
                        }),
                    });
                }
                inputs
            }
            Action::Stage { slot, .. } | Action::Place { slot, .. } => vec![Input::Staged { slot }],
            Action::Activate(installed) => vec![Input::Activated {
                slot: installed.slot,
            }],
            Action::GoBack(_) => vec![Input::WentBack],
            Action::CheckHealth { .. } => vec![Input::Health(Health::Ok)],
            Action::Prune { .. }
            | Action::Properties(_)
            | Action::WakeAt(_)
            | Action::Report(_)
            | Action::Cancel
            | Action::Confirm => vec![],
        })
    }
}

/// As the edge answers: with an ETag, and 304 where it is the one that was sent.
async fn answer(
    objects: &dyn Objects,
    key: &ObjectKey,
    if_none_match: Option<&str>,
) -> Result<Answer, String> {
    let Some(body) = get(objects, key).await? else {
        return Ok(Answer {
            status: 404,
            ..Answer::default()
        });
    };
    let etag = format!("\"{}\"", Sha256::of(&body));
    let same = if_none_match == Some(&etag);
    Ok(Answer {
        status: if same { 304 } else { 200 },
        etag: Some(etag),
        body: if same { Vec::new() } else { body },
        retry_after: None,
    })
}

async fn download(objects: &dyn Objects, item: &Item) -> Result<VerifiedFile, String> {
    let key = ObjectKey::parse(&item.object).ok_or("it has no path of ours")?;
    let bytes = get(objects, &key).await?.ok_or("it is missing")?;
    let mut download = Download::new(item.sha256, item.size);
    download.feed(&bytes).map_err(|error| error.to_string())?;
    download.finish().map_err(|error| error.to_string())
}
