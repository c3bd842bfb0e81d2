//! An application of a scenario's own, and everything that its admin does.

use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use wavecast_client::{Client, ClientError, types};

use super::{Deployment, fresh, is_given};

pub use types::Kind;

/// What the server answers.
pub type Answered<T> = Result<T, ClientError>;

/// What devices of a firmware application say of themselves.
pub const DEVICE_TYPE: &str = "lamp-2";

/// How long a publication may take on a machine of our own, looks of a second each.
const LOOKS: u32 = 30;
/// How much longer at a deployment that was given: it may look for what is due once a minute.
const PATIENCE: u32 = 10;

/// How often is looked at most.
fn looks() -> u32 {
    if is_given() { LOOKS * PATIENCE } else { LOOKS }
}

/// An application with one channel, `stable`.
pub struct Place {
    /// Where it lies.
    pub at: Arc<Deployment>,
    /// Its admin's client.
    pub client: Client,
    /// The organization, this scenario's alone.
    pub org: String,
    /// The application.
    pub app: String,
    pub(super) kind: Kind,
    pub(super) scratch: TempDir,
}

/// Sends a call; its answer without the frame, or the client's own error.
macro_rules! sent {
    ($call:expr) => {
        async { Ok::<_, wavecast_client::ClientError>($call.send().await?.into_inner()) }.await
    };
}

/// Calls a verb of a release, with its body if it has one.
macro_rules! verb {
    ($place:expr, $operation:ident, $id:expr $(, $body:expr)?) => {{
        let call = $place.client.$operation().org(&$place.org).app(&$place.app).id($id);
        $crate::world::place::sent!(call$(.body($body))?)
    }};
}

/// Calls a verb of a channel, with its body if it has one.
macro_rules! channel_verb {
    ($place:expr, $operation:ident, $channel:expr $(, $body:expr)?) => {{
        let call = $place.client.$operation().org(&$place.org).app(&$place.app).channel($channel);
        $crate::world::place::sent!(call$(.body($body))?)
    }};
}
pub(crate) use {channel_verb, sent, verb};

impl Place {
    /// A new organization with one application, whose channel `stable` is at the edge.
    pub async fn new(at: Arc<Deployment>, scenario: &str, kind: Kind) -> Self {
        let client = at.client();
        let org = fresh(scenario);
        let place = Self {
            at,
            client,
            org,
            app: "thing".to_owned(),
            kind,
            scratch: TempDir::new().unwrap(),
        };
        let (name, title) = (place.org.clone(), None);
        let org = place.client.create_org();
        sent!(org.body(types::CreateOrg { name, title })).unwrap();
        place.create_app().await;
        place.open("stable").await;
        place
    }

    async fn create_app(&self) {
        let app = types::CreateApp {
            name: self.app.clone(),
            kind: self.kind,
            settings: None,
            dimensions: [].into(),
        };
        let call = self.client.create_app().org(&self.org).body(app);
        sent!(call).unwrap();
    }

    /// Opens a channel and waits until it is at the edge; answers its `seq`.
    pub async fn open(&self, channel: &str) -> u64 {
        let body = types::CreateChannel {
            name: channel.to_owned(),
            settings: None,
        };
        let call = self.client.create_channel().org(&self.org).app(&self.app);
        let change = sent!(call.body(body)).unwrap();
        self.published(&change.publications).await
    }

    /// Connects anew, after the server was another process.
    pub fn reconnect(&mut self) {
        self.client = self.at.client();
    }

    /// `organization/application/channel`.
    pub fn scope(&self, channel: &str) -> String {
        format!("{}/{}/{channel}", self.org, self.app)
    }

    /// What a release of a version says.
    pub fn release(&self, channel: &str, version: &str) -> types::CreateRelease {
        types::CreateRelease {
            foreseen: None,
            channel: channel.to_owned(),
            rule: None,
            package: "thing".to_owned(),
            version: version.to_owned(),
            policy: Some(at_once()),
            notes: [].into(),
            properties: serde_json::Map::new(),
            keep_open: None,
            start: None,
            share: None,
            replace: None,
            only: Default::default(),
            floor: None,
        }
    }

    /// Creates what [`Place::release`] says.
    pub async fn create(&self, body: types::CreateRelease) -> Answered<types::ReleaseChange> {
        let call = self.client.create_release().org(&self.org).app(&self.app);
        sent!(call.body(body))
    }

    /// Packs and releases a version; `None` is the application's own first step.
    pub async fn ship(&self, channel: &str, version: &str, share: Option<&str>) -> types::Release {
        self.pack(version, "").await.unwrap();
        let mut body = self.release(channel, version);
        (body.start, body.share) = (Some(true), share.map(str::to_owned));
        self.done(self.create(body).await).await
    }

    /// A draft of a version that was packed.
    pub async fn draft(&self, channel: &str, version: &str) -> types::Release {
        let change = self.create(self.release(channel, version)).await.unwrap();
        change.release.unwrap()
    }

    /// A change that must succeed, once it is at the edge: the release afterwards.
    pub async fn done(&self, change: Answered<types::ReleaseChange>) -> types::Release {
        let change = change.unwrap();
        self.published(&change.publications).await;
        change.release.unwrap()
    }

    /// Waits until all are at the edge; answers the highest number, 0 for none.
    pub async fn published(&self, wanted: &[types::Publication]) -> u64 {
        let mut highest = 0;
        for publication in wanted {
            let seq = match publication.seq {
                Some(seq) => seq,
                None => self.wait(publication).await,
            };
            highest = highest.max(seq);
        }
        highest
    }

    async fn wait(&self, wanted: &types::Publication) -> u64 {
        for _ in 0..looks() {
            let get = self.client.get_publication().org(&self.org).app(&self.app);
            let get = get.channel(&wanted.channel).id(&wanted.id).wait(1_u64);
            if let Some(seq) = sent!(get).unwrap().seq {
                return seq;
            }
        }
        panic!("{} isn't published: {wanted:?}", wanted.channel)
    }

    /// A release as it stands now.
    pub async fn look(&self, id: &str) -> types::Release {
        verb!(self, get_release, id).unwrap()
    }

    /// A channel as it stands now.
    pub async fn status(&self, channel: &str) -> types::ChannelStatus {
        channel_verb!(self, get_channel_status, channel).unwrap()
    }

    /// The number that the ledger knows for a channel.
    pub async fn seq(&self, channel: &str) -> u64 {
        self.status(channel).await.edge.unwrap().seq
    }

    /// Waits until something holds that upkeep does by itself.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        for _ in 0..looks() * 10 {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{what} didn't happen")
    }
}

/// Devices activate at once, and confirm within 20 seconds.
pub fn at_once() -> types::Policy {
    types::Policy {
        activate: Some(types::Activate::Now),
        confirm_seconds: Some(20),
        ..types::Policy::default()
    }
}

/// Why the server refused, by the last word of the problem's type, and with which status.
pub fn refused<T: std::fmt::Debug>(answered: Answered<T>) -> (u16, String) {
    match answered {
        Err(error @ ClientError::Problem { .. }) => {
            let reason = error.reason().unwrap().to_owned();
            let ClientError::Problem { problem, .. } = error else {
                unreachable!()
            };
            (u16::try_from(problem.status).unwrap(), reason)
        }
        other => panic!("refused it should be: {other:?}"),
    }
}
