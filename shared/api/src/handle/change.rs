//! Answers of changes: the resource read anew, who moves, and what is on its way to the edge.

use axum::http::StatusCode;
use wavecast_domain::decide::Outcome;
use wavecast_engine::control::Done;
use wavecast_wire::name::{AppName, ChannelName, OrgName, ReleaseId};

use super::channels;
use crate::answer::Answer;
use crate::at::AppPath;
use crate::contract::app::App;
use crate::contract::approval::Approval;
use crate::contract::change::{AppChange, ChannelChange, PackageChange, ReleaseChange};
use crate::contract::package::Package;
use crate::contract::release::Release;
use crate::problem::Problem;
use crate::state::ApiState;

/// Something that was changed: where it is, and what came of it.
pub(crate) struct Changed<'a> {
    state: &'a ApiState,
    org: &'a OrgName,
    app: &'a AppName,
    done: Done,
}

macro_rules! answer {
    ($done:expr, $status:expr, $type:ident { $field:ident: $resource:expr $(, $more:ident: $value:expr)* }) => {{
        let done: Done = $done;
        let status = status(&done, $status);
        let body = $type {
            $field: $resource,
            $($more: $value,)*
            publications: done.publications.into_iter().map(Into::into).collect(),
            movements: done.movements.into_iter().map(Into::into).collect(),
            previews: done.previews.into_iter().map(Into::into).collect(),
            dry_run: done.dry_run,
            replayed: done.replayed,
        };
        Answer::ok(body).status(status)
    }};
}

/// 200 for a dry run, 202 while a publication is pending or approvals were asked for, else what the
/// verb says.
fn status(done: &Done, done_status: StatusCode) -> StatusCode {
    let is_asked = matches!(done.outcome, Outcome::Approval { .. });
    let pending = is_asked || done.publications.iter().any(|one| one.seq.is_none());
    match (done.dry_run, pending) {
        (true, _) => StatusCode::OK,
        (false, true) => StatusCode::ACCEPTED,
        (false, false) => done_status,
    }
}

impl<'a> Changed<'a> {
    /// What came of a change below an application.
    pub(crate) fn new(state: &'a ApiState, org: &'a OrgName, app: &'a AppName, done: Done) -> Self {
        Self {
            state,
            org,
            app,
            done,
        }
    }

    /// Of an application.
    pub(crate) async fn app(self, status: StatusCode) -> Result<Answer<AppChange>, Problem> {
        let found = self.state.control.app(self.org, self.app, &[]).await?;
        let app: Option<App> = found.map(|app| app.head.into());
        let revision = app.as_ref().map(|app| app.revision);
        let approval = self.approval().await?;
        let answer = answer!(
            self.done,
            status,
            AppChange {
                app: app,
                approval: approval
            }
        );
        Ok(answer.revision(revision))
    }

    /// Of a channel.
    pub(crate) async fn channel(
        mut self,
        channel: &ChannelName,
        status: StatusCode,
    ) -> Result<Answer<ChannelChange>, Problem> {
        let found = channels::find(self.state, self.org, self.app, channel).await?;
        let revision = found.as_ref().map(|channel| channel.changed);
        let channel = found.map(Into::into);
        let approval = self.approval().await?;
        let findings = std::mem::take(&mut self.done.findings).into_iter();
        let findings = findings.map(Into::into).collect();
        let answer = answer!(
            self.done,
            status,
            ChannelChange {
                channel: channel,
                findings: findings,
                approval: approval
            }
        );
        Ok(answer.revision(revision))
    }

    /// Of a package.
    pub(crate) async fn package(
        mut self,
        status: StatusCode,
    ) -> Result<Answer<PackageChange>, Problem> {
        let package: Option<Package> = match &self.done.outcome {
            Outcome::Package { name, version } => {
                let control = &self.state.control;
                let found = control.package(self.org, self.app, name, version).await?;
                found.map(Into::into)
            }
            _ => None,
        };
        let uses = std::mem::take(&mut self.done.uses).into_iter();
        let uses = uses.map(Into::into).collect();
        Ok(answer!(
            self.done,
            status,
            PackageChange {
                package: package,
                uses: uses
            }
        ))
    }

    /// Of a release: the one that the outcome names, which may be a new one.
    pub(crate) async fn release(
        self,
        status: StatusCode,
    ) -> Result<Answer<ReleaseChange>, Problem> {
        let (release, revision) = match &self.done.outcome {
            Outcome::Release { channel, release } => (
                self.read_release(release).await?,
                revision(self.state, self.org, self.app, channel).await?,
            ),
            _ => (None, None),
        };
        let approval = self.approval().await?;
        let answer = answer!(
            self.done,
            status,
            ReleaseChange {
                release: release,
                approval: approval
            }
        );
        Ok(answer.revision(revision))
    }

    /// The request for approvals that was made instead; none is there after a dry run.
    async fn approval(&self) -> Result<Option<Approval>, Problem> {
        match &self.done.outcome {
            Outcome::Approval { request } if !self.done.dry_run => {
                let path = AppPath {
                    org: self.org.clone(),
                    app: self.app.clone(),
                };
                let approval = super::approvals::read(self.state, &path, request).await?;
                Ok(Some(approval))
            }
            _ => Ok(None),
        }
    }

    async fn read_release(&self, id: &ReleaseId) -> Result<Option<Release>, Problem> {
        let found = self.state.control.release(self.org, self.app, id).await?;
        Ok(found.map(Into::into))
    }
}

/// The ETag of a channel's releases: the revision that last changed the channel, which is what
/// `If-Match` on their verbs is compared with.
pub(crate) async fn revision(
    state: &ApiState,
    org: &OrgName,
    app: &AppName,
    channel: &ChannelName,
) -> Result<Option<u64>, Problem> {
    let found = channels::find(state, org, app, channel).await?;
    Ok(found.map(|channel| channel.changed))
}
