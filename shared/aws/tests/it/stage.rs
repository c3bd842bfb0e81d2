//! A whole engine over AWS ports: `acme/lamp/stable`, with a wire that a test can break.

use std::sync::Arc;

use wavecast_aws::testing::bed::{Bed, Retries};
use wavecast_aws::testing::sender::UrlSender;
use wavecast_domain::Command;
use wavecast_domain::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::Outcome;
use wavecast_domain::share::Share;
use wavecast_engine::control::{ControlError, Done, PageAsk, Request};
use wavecast_engine::local::Ports;
use wavecast_engine::port::Clock as _;
use wavecast_engine::system::SystemClock;
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::clock::TestClock;
use wavecast_engine::testing::look::{Look, look, look_at_latest};
use wavecast_engine::testing::world::World;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileRole, Kind};
use wavecast_wire::name::Scope;

pub(crate) struct Stage {
    pub bed: Bed,
    pub world: World,
    pub scope: Scope,
}

/// All ports of a deployment under a clock that the test moves.
pub(crate) fn ports(bed: &Bed, clock: &TestClock) -> Ports {
    let ledger = bed.backend.ledger_at(Arc::new(clock.clone()));
    Ports {
        ledger: Arc::new(ledger),
        clock: Arc::new(clock.clone()),
        ..bed.backend.ports()
    }
}

impl Stage {
    pub(crate) fn over(bed: Bed, clock: TestClock) -> Self {
        let ports = ports(&bed, &clock);
        Self {
            world: World::over_urls(ports, Arc::new(UrlSender), clock),
            bed,
            scope: "acme/lamp/stable".parse().unwrap(),
        }
    }

    /// An open channel without a release.
    pub(crate) async fn open() -> Self {
        let stage = Self::over(Bed::new().await, TestClock::at(SystemClock.now()));
        stage.world.open(&stage.scope, Kind::Bundle).await.unwrap();
        stage
    }

    /// The same with 1.0.0 at everybody.
    pub(crate) async fn shipped() -> Self {
        let stage = Self::open().await;
        stage.package("1.0.0").await;
        stage.release("1.0.0", None).await;
        stage
    }

    /// The same installation in another process, whose SDK retries or doesn't.
    pub(crate) async fn again(&self, retries: Retries) -> Self {
        let stage = Self::over(self.bed.again(retries).await, self.world.clock.clone());
        Self {
            scope: self.scope.clone(),
            ..stage
        }
    }

    pub(crate) async fn package(&self, version: &str) -> Done {
        let index = format!("<h1>{version}</h1>");
        let files = [("index.html", FileRole::Index, index.as_bytes())];
        let version = version.parse().unwrap();
        self.world
            .package(&self.scope, &version, &files)
            .await
            .unwrap()
    }

    pub(crate) async fn release(&self, version: &str, share: Option<Share>) -> ReleaseRef {
        let new = NewRelease {
            channel: self.scope.channel.clone(),
            rule: None,
            package: "lamp".parse().unwrap(),
            version: version.parse().unwrap(),
            edit: ReleaseEdit::default(),
            start: StartWhen::Now(share),
            replace: false,
            only: None,
        };
        let done = self
            .world
            .run(&self.scope, Command::CreateRelease(new))
            .await
            .unwrap();
        let Outcome::Release { channel, release } = done.outcome else {
            panic!("no release: {:?}", done.outcome);
        };
        ReleaseRef {
            channel,
            id: release,
        }
    }

    /// A command under an idempotency key.
    pub(crate) async fn run(&self, key: &str, command: Command) -> Result<Done, ControlError> {
        let request = Request {
            idempotency: Some((key.to_owned(), Sha256::of(b"body"))),
            ..request()
        };
        let (org, app) = (&self.scope.org, &self.scope.app);
        self.world.control.execute(org, app, request, command).await
    }

    /// The edge, verified as a stock client does.
    pub(crate) async fn look(&self) -> Option<Look> {
        look(&*self.world.ports.objects, &self.scope).await.unwrap()
    }

    /// The same while its pair may be being swapped.
    pub(crate) async fn look_at_latest(&self) -> Result<Option<Look>, String> {
        look_at_latest(&*self.world.ports.objects, &self.scope).await
    }

    /// The application's revision.
    pub(crate) async fn revision(&self) -> u64 {
        let (org, app) = (&self.scope.org, &self.scope.app);
        let app = self.world.control.app(org, app, &[]).await.unwrap();
        app.expect("an application").head.revision
    }

    /// How many publications of the channel are pending.
    pub(crate) async fn pending(&self) -> usize {
        let ask = PageAsk {
            limit: 200,
            ..PageAsk::default()
        };
        let listed = self
            .world
            .control
            .publications(&self.scope, &ask)
            .await
            .unwrap();
        listed
            .items
            .iter()
            .filter(|state| state.seq.is_none())
            .count()
    }
}

pub(crate) fn share(permyriad: u16) -> Share {
    Share::permyriad(permyriad).unwrap()
}
