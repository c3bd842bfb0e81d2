//! After the commit: who is woken, and what is answered.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use wavecast_domain::decide::Outcome;
use wavecast_domain::id::Ulid;
use wavecast_wire::name::{AppName, OrgName, Scope};

use super::execute::Run;
use super::{Control, ControlError, Done, PublicationState, Request};
use crate::port::{Doorbell, Wake};

/// How long a command waits for all whom it wakes, together: an API may have half a minute, and what it
/// answers is true at any time.
const PATIENCE: Duration = Duration::from_secs(8);

impl Control {
    /// Wakes the others; answers the publications that they say are published now. That is no part of
    /// the outcome: what isn't heard is found by the tick.
    pub(super) async fn ring(&self, wakes: Vec<Wake>) -> Vec<PublicationState> {
        ring(&*self.bell, wakes, PATIENCE).await
    }

    /// The answer, with every publication's present state.
    pub(super) async fn answer(
        &self,
        org: &OrgName,
        app: &AppName,
        request: &Request,
        run: Run,
    ) -> Result<Done, ControlError> {
        let Run {
            answered,
            replayed,
            marked,
            made: _,
        } = run;
        let publications = if request.dry_run {
            Vec::new()
        } else {
            let wanted = answered.publications.iter();
            let wanted = wanted.map(|(channel, id)| {
                let scope = Scope {
                    org: org.clone(),
                    app: app.clone(),
                    channel: channel.clone(),
                };
                (scope, id)
            });
            self.states(wanted.collect(), marked, replayed).await
        };
        Ok(Done {
            outcome: answered.outcome.unwrap_or(Outcome::App),
            movements: answered.movements,
            uses: answered.uses,
            findings: answered.findings,
            previews: if request.dry_run {
                answered.previews
            } else {
                Vec::new()
            },
            publications,
            revision: answered.revision,
            replayed,
            dry_run: request.dry_run,
        })
    }

    /// The present states of publications. A replay rings again for what is still pending: the process
    /// that committed it may be gone.
    async fn states(
        &self,
        wanted: Vec<(Scope, &Ulid)>,
        mut marked: Vec<PublicationState>,
        replayed: bool,
    ) -> Vec<PublicationState> {
        if replayed {
            let mut pending = Vec::new();
            for (scope, id) in &wanted {
                match self.publication(scope, id).await {
                    Ok(Some(state)) if state.seq.is_some() => marked.push(state),
                    Ok(Some(_)) => pending.push(Wake::Publish(scope.clone())),
                    // Told below.
                    Ok(None) | Err(_) => {}
                }
            }
            marked.extend(self.ring(pending).await);
        }
        let mut states = Vec::new();
        for (scope, id) in &wanted {
            states.extend(match marked.iter().find(|state| state.id == **id) {
                Some(state) => Some(state.clone()),
                None => self.present(scope, id).await,
            });
        }
        states
    }

    /// A publication's present state. The change is committed: a ledger that can't be read now makes
    /// its state unknown, not the answer an error.
    async fn present(&self, scope: &Scope, id: &Ulid) -> Option<PublicationState> {
        match self.publication(scope, id).await {
            Ok(state) => state,
            Err(error) => {
                let channel = scope.channel.clone();
                let mut state = PublicationState::wanted(id.clone(), channel, 0, self.clock.now());
                state.trouble = Some(format!("its state can't be read now: {error}"));
                Some(state)
            }
        }
    }
}

/// Rings for one after another, until `patience` ends for all of them.
async fn ring(bell: &dyn Doorbell, wakes: Vec<Wake>, patience: Duration) -> Vec<PublicationState> {
    let end = Instant::now() + patience;
    let mut marked = Vec::new();
    for wake in wakes {
        match timeout_at(end, bell.ring(wake.clone())).await {
            Ok(Ok(states)) => marked.extend(states),
            Ok(Err(error)) => {
                tracing::warn!(?wake, %error, "not done at once; the next tick does it");
            }
            Err(_) => {
                tracing::info!(
                    ?wake,
                    "not waited for any longer; the next tick finds what is left"
                );
                break;
            }
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;

    use super::*;
    use crate::port::PortError;

    /// Answers the first, and nobody after that.
    #[derive(Default)]
    struct Busy(Mutex<Vec<Wake>>);

    #[async_trait]
    impl Doorbell for Busy {
        async fn ring(&self, wake: Wake) -> Result<Vec<PublicationState>, PortError> {
            let is_first = {
                let mut rung = self.0.lock().unwrap();
                rung.push(wake);
                rung.len() == 1
            };
            if !is_first {
                std::future::pending::<()>().await;
            }
            Ok(Vec::new())
        }
    }

    /// Each of many channels once had a patience of its own, which together outlast any request.
    #[tokio::test]
    async fn all_who_are_woken_share_one_patience() {
        let bell = Busy::default();
        let wake = |channel: &str| Wake::Publish(format!("acme/lamp/{channel}").parse().unwrap());
        let wakes = vec![wake("a"), wake("b"), wake("c")];
        let rung = ring(&bell, wakes.clone(), Duration::from_millis(50));
        let long = Duration::from_secs(60);
        let answered = tokio::time::timeout(long, rung).await;
        assert_eq!(answered.unwrap(), Vec::new());
        assert_eq!(*bell.0.lock().unwrap(), wakes[..2]);
    }
}
