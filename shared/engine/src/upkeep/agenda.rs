//! What channels do by themselves: scheduled starts, stages, the idle poll interval.

use wavecast_domain::Command;
use wavecast_domain::channel::{Due, DueKind};
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Release;
use wavecast_wire::name::{ReleaseId, Scope};

use super::tick::Tick;
use super::{TickReport, Upkeep, by_itself};
use crate::control::ControlError;

/// Items of one channel that one tick works off.
const ITEMS: u32 = 100;

impl Upkeep {
    /// Works off one channel's due items, soonest first. An item that is refused stays, and is
    /// told; the others go on, for what waits may wait for them: a start for the stages of what
    /// moves.
    pub(super) async fn keep_agenda(&self, scope: &Scope, tick: &mut Tick) {
        let mut refused = Vec::new();
        for _ in 0..ITEMS {
            if tick.is_over() {
                return;
            }
            let first = self.first_due(scope, &refused).await;
            let Some(Some(due)) = tick.note(scope, first) else {
                return;
            };
            let what = format!("{scope}: {due:?}");
            let done = self.carry_out(scope, &due).await;
            if is_unapproved(&done) {
                tick.report.unapproved += 1;
                refused.push(due);
                continue;
            }
            let is_refused = matches!(done, Err(ControlError::Refused(_)));
            match tick.note(what, done) {
                Some(kept) => kept.count(&mut tick.report),
                None if is_refused => refused.push(due),
                None => return,
            }
        }
    }

    /// What is due first, those left out that were refused in this tick.
    async fn first_due(&self, scope: &Scope, refused: &[Due]) -> Result<Option<Due>, ControlError> {
        let channels = [scope.channel.clone()];
        let app = self.control.app(&scope.org, &scope.app, &channels).await?;
        let channel = app.and_then(|mut app| app.channels.remove(&scope.channel));
        let now = self.control.clock.now();
        let agenda = channel.map(|channel| channel.agenda).unwrap_or_default();
        let mut due = agenda.into_iter().filter(|due| due.at <= now);
        Ok(due.find(|due| !refused.contains(due)))
    }

    async fn carry_out(&self, scope: &Scope, due: &Due) -> Result<Kept, ControlError> {
        let of = |release: &ReleaseId| ReleaseRef {
            channel: scope.channel.clone(),
            id: release.clone(),
        };
        let (command, kept) = match &due.what {
            DueKind::Start { release } if self.is_missed(scope, release).await? => {
                (Command::Miss(of(release)), Kept::Missed)
            }
            DueKind::Start { release } => (by_itself::start(of(release)), Kept::Started),
            DueKind::Stage { release } => (Command::NextStage(of(release)), Kept::Stage),
            DueKind::Unpin { pin } => {
                let (channel, pin) = (scope.channel.clone(), pin.clone());
                (Command::ExpirePin { channel, pin }, Kept::Unpinned)
            }
            DueKind::Calm => {
                let channel = scope.channel.clone();
                (Command::Calm { channel }, Kept::Calm)
            }
        };
        let done = self
            .control
            .execute(&scope.org, &scope.app, by_itself::request(), command)
            .await?;
        tracing::info!(%scope, outcome = ?done.outcome, "due");
        Ok(kept)
    }

    /// Whether a start is later than its window.
    async fn is_missed(&self, scope: &Scope, release: &ReleaseId) -> Result<bool, ControlError> {
        let found: Option<Release> = self
            .control
            .release(&scope.org, &scope.app, release)
            .await?;
        let schedule = found.and_then(|release| release.schedule);
        Ok(schedule.is_some_and(|schedule| {
            let window = i64::from(schedule.window);
            schedule
                .start
                .is_some_and(|start| start.plus(window) < self.control.clock.now())
        }))
    }
}

/// What an item of an agenda came to.
enum Kept {
    Started,
    Missed,
    Stage,
    Unpinned,
    Calm,
}

impl Kept {
    fn count(self, report: &mut TickReport) {
        match self {
            Self::Started => report.started += 1,
            Self::Missed => report.missed += 1,
            Self::Stage => report.stages += 1,
            Self::Unpinned | Self::Calm => {}
        }
    }
}

/// Whether it waits for people to approve it, which is no trouble.
fn is_unapproved<T>(done: &Result<T, ControlError>) -> bool {
    matches!(done, Err(ControlError::Refused(refusal)) if refusal.reason == Reason::Approval)
}
