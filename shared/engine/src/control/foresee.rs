//! A dry run of what can't be done yet: a release of a package that nobody has created.

use wavecast_domain::Command;
use wavecast_domain::foreseen::Foreseen;
use wavecast_wire::name::{AppName, OrgName};

use super::execute::{Work, asked};
use super::{Control, ControlError, Done, Request};

impl Control {
    /// What a command would come to if a package were there. Nothing is ever committed, whatever
    /// the request says.
    ///
    /// # Errors
    /// [`ControlError`]: what would be refused then, is refused now.
    pub async fn foresee(
        &self,
        org: &OrgName,
        app: &AppName,
        request: Request,
        command: Command,
        package: Foreseen,
    ) -> Result<Done, ControlError> {
        let request = Request {
            dry_run: true,
            ..request
        };
        let command = asked(&request, command);
        let work = Work::Foreseen(org, app, &command, &package);
        let run = self.run(&work, &request).await?;
        self.answer(org, app, &request, run).await
    }
}
