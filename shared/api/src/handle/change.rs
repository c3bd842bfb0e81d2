//! Answers of changes: the resource read anew, who moves, and what is on its way to the edge.

use axum::http::StatusCode;
use wavecast_domain::decide::Outcome;
use wavecast_engine::control::Done;
use wavecast_wire::name::{AppName, ChannelName, OrgName, ReleaseId};

use crate::answer::Answer;
use crate::contract::app::App;
use crate::contract::change::{AppChange, ChannelChange, PackageChange, ReleaseChange};
use crate::contract::package::Package;
use crate::contract::release::Release;
use crate::problem::Problem;
use crate::state::ApiState;

/// Something that may have been changed: where it is, and what came of it.
pub(crate) struct Changed<'a> {
    pub state: &'a ApiState,
    pub org: &'a OrgName,
    pub app: &'a AppName,
    pub done: Done,
}

macro_rules! answer {
    ($changed:expr, $status:expr, $revision:expr, $type:ident { $field:ident: $resource:expr }) => {{
        let done = $changed.done;
        let pending = done.publications.iter().any(|one| one.seq.is_none());
        let status = match (done.dry_run, pending) {
            (true, _) => StatusCode::OK,
            (false, true) => StatusCode::ACCEPTED,
            (false, false) => $status,
        };
        let body = $type {
            $field: $resource,
            publications: done.publications.into_iter().map(Into::into).collect(),
            movements: done.movements.into_iter().map(Into::into).collect(),
            dry_run: done.dry_run,
            replayed: done.replayed,
        };
        Ok(Answer::ok(body).status(status).revision($revision))
    }};
}

impl Changed<'_> {
    /// Of an application.
    pub(crate) async fn app(self, status: StatusCode) -> Result<Answer<AppChange>, Problem> {
        let found = self.state.control.app(self.org, self.app, &[]).await?;
        let app: Option<App> = found.map(|app| app.head.into());
        let revision = app.as_ref().map(|app| app.revision);
        answer!(self, status, revision, AppChange { app: app })
    }

    /// Of a channel.
    pub(crate) async fn channel(
        self,
        channel: &ChannelName,
        status: StatusCode,
    ) -> Result<Answer<ChannelChange>, Problem> {
        let found = super::channels::find(self.state, self.org, self.app, channel).await?;
        let revision = found.as_ref().map(|channel| channel.changed);
        let channel = found.map(Into::into);
        answer!(self, status, revision, ChannelChange { channel: channel })
    }

    /// Of a package.
    pub(crate) async fn package(
        self,
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
        answer!(self, status, None, PackageChange { package: package })
    }

    /// Of a release: the one that the outcome names, which may be a new one.
    pub(crate) async fn release(
        self,
        status: StatusCode,
    ) -> Result<Answer<ReleaseChange>, Problem> {
        let release = match self.done.outcome.clone() {
            Outcome::Release { release, .. } => self.read_release(&release).await?,
            _ => None,
        };
        answer!(self, status, None, ReleaseChange { release: release })
    }

    async fn read_release(&self, id: &ReleaseId) -> Result<Option<Release>, Problem> {
        let found = self.state.control.release(self.org, self.app, id).await?;
        Ok(found.map(Into::into))
    }
}
