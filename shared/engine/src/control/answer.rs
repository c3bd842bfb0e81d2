//! After the commit: who is woken, and what is answered.

use wavecast_domain::decide::Outcome;
use wavecast_domain::id::Ulid;
use wavecast_wire::name::{AppName, OrgName, Scope};

use super::execute::Run;
use super::{Control, ControlError, Done, PublicationState, Request};
use crate::port::Wake;

impl Control {
    /// Wakes the others; answers the publications that they say are published now. That is no part of
    /// the outcome: what isn't heard is found by the tick.
    pub(super) async fn ring(&self, wakes: Vec<Wake>) -> Vec<PublicationState> {
        let mut marked = Vec::new();
        for wake in wakes {
            match self.bell.ring(wake.clone()).await {
                Ok(states) => marked.extend(states),
                Err(error) => {
                    tracing::warn!(?wake, %error, "not done at once; the next tick does it");
                }
            }
        }
        marked
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
        } = run;
        let mut publications = Vec::new();
        if !request.dry_run {
            for (channel, id) in &answered.publications {
                let scope = Scope {
                    org: org.clone(),
                    app: app.clone(),
                    channel: channel.clone(),
                };
                publications.extend(match marked.iter().find(|state| state.id == *id) {
                    Some(state) => Some(state.clone()),
                    None => self.present(&scope, id, replayed).await,
                });
            }
        }
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

    /// A publication's present state. The change is committed: a ledger that can't be read now
    /// makes its state unknown, not the answer an error. A replay rings again for what is still
    /// pending: the process that committed it may be gone.
    async fn present(&self, scope: &Scope, id: &Ulid, replayed: bool) -> Option<PublicationState> {
        let mut state = self.publication(scope, id).await;
        if replayed && matches!(&state, Ok(Some(state)) if state.seq.is_none()) {
            self.ring(vec![Wake::Publish(scope.clone())]).await;
            state = self.publication(scope, id).await;
        }
        match state {
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
