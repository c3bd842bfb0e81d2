//! What must hold when everybody is done and one tick has passed.

use wavecast_domain::head::Head;
use wavecast_domain::{App, render};
use wavecast_engine::control::PublicationState;
use wavecast_engine::port::{Clock as _, Entry, Key};
use wavecast_engine::publisher::{PublishError, Published};
use wavecast_engine::record::own::StoredRoot;
use wavecast_engine::record::{entry, key};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::look::look;

use super::gate::Gate;
use super::play::{Run, Stand};
use super::ports::Steps;
use super::scene::Scene;

impl Run<'_> {
    /// Publishes once more, alone, as the next tick does; then all of the channel is verified.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn end(&self) -> Result<(), String> {
        let (scene, stand) = (self.scene, &self.stand);
        let mut published = self.publish_alone().await;
        if scene.may_fence && matches!(published, Ok(Published::Fenced { .. })) {
            let control = scene.control(99, stand, &Gate::default(), Steps::None);
            let adopted = control.adopt(&scene.scope, request()).await;
            adopted.map_err(|error| error.to_string())?;
            published = self.publish_alone().await;
        }
        match published {
            Ok(Published::At { .. }) => {}
            Ok(other) => return Err(format!("the last tick answered {other:?}")),
            Err(error) => return Err(format!("the last tick failed: {error}")),
        }
        if let Some(complaint) = stand.watch.complaint() {
            return Err(complaint);
        }
        check(scene, stand).await
    }

    async fn publish_alone(&self) -> Result<Published, PublishError> {
        let publisher = self.scene.last(&self.stand);
        publisher.publish(&self.scene.scope).await
    }
}

/// A stock client's look at the edge, against the ledger's state.
async fn check(scene: &Scene, stand: &Stand) -> Result<(), String> {
    let scope = &scene.scope;
    let entries = stand.ledger.dump();
    let head: Head = one(&entries, &key::head(scope)).ok_or("there is no head")?;
    let app = App {
        head: one(&entries, &key::app(&scope.org, &scope.app)).ok_or("there is no application")?,
        channels: [(
            scope.channel.clone(),
            one(
                &entries,
                &key::channel(&scope.org, &scope.app, &scope.channel),
            )
            .ok_or("there is no channel")?,
        )]
        .into(),
    };
    let shown = look(&*stand.objects, scope).await?;
    let shown = shown.ok_or("nothing is at the edge")?;
    let wanted = render(&app, &scope.channel).map_err(|refusal| refusal.to_string())?;
    let changed = app.channels[&scope.channel].changed;
    let pending = pending(&entries, &key::publications(scope));
    let newest = newest_root(&entries, &key::roots(scope));
    let wrong = [
        (shown.seq != head.seq, "the edge isn't at the head"),
        (!head.written, "the head isn't marked"),
        (head.fence.is_some(), "it is fenced"),
        (head.revision < changed, "the head lacks the last change"),
        (
            shown.table != wanted.table,
            "the edge lacks the last change",
        ),
        (shown.targets.targets != wanted.targets, "other targets"),
        (head.renew <= stand.clock.now(), "it wasn't renewed"),
        (pending > 0, "publications stay pending"),
        (head.root != newest, "the newest root isn't announced"),
        (shown.root != newest, "the newest root isn't at the edge"),
    ];
    match wrong.iter().find(|(is_wrong, _)| *is_wrong) {
        Some((_, what)) => Err(format!("at the end: {what}")),
        None => Ok(()),
    }
}

fn one<T: serde::de::DeserializeOwned>(entries: &[Entry], key: &Key) -> Option<T> {
    let found = entries.iter().find(|entry| entry.key == *key)?;
    Some(entry::read(found).expect("readable"))
}

fn pending(entries: &[Entry], pk: &str) -> usize {
    let publications = entries.iter().filter(|entry| entry.key.pk == pk);
    publications
        .map(|found| entry::read::<PublicationState>(found).expect("readable"))
        .filter(|state| state.seq.is_none())
        .count()
}

fn newest_root(entries: &[Entry], pk: &str) -> u64 {
    let roots = entries.iter().filter(|entry| entry.key.pk == pk);
    let numbers = roots.map(|found| entry::read::<StoredRoot>(found).expect("readable").n);
    numbers.max().unwrap_or(0)
}
