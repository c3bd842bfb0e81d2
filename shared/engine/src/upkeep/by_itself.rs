//! What nobody asks for: the commands that an agenda gives.

use wavecast_domain::Command;
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::principal::Principal;

use crate::control::Request;

/// A request of nobody.
pub(crate) fn request() -> Request {
    Request {
        principal: Principal::System {
            function: "upkeep".to_owned(),
        },
        id: "upkeep".to_owned(),
        idempotency: None,
        expected: None,
        dry_run: false,
        ask: false,
    }
}

/// The start of a release that is due.
pub(crate) const fn start(release: ReleaseRef) -> Command {
    Command::Start {
        release,
        share: None,
        only: None,
        replace: false,
    }
}
