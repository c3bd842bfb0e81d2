//! A bucket: whose it must be, and what must hold of it before anything is written to it.

use std::sync::Arc;

use aws_sdk_s3::Client;
use aws_sdk_s3::types::BucketVersioningStatus;
use tokio::sync::OnceCell;
use wavecast_engine::port::PortError;

use crate::fault::Place;
use crate::sdk::Sdk;

/// What is asked of a bucket.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BucketRules {
    /// The account that it must belong to; S3 itself refuses every call on another's. `None` where
    /// there are no accounts.
    pub owner: Option<String>,
    /// Whether it must keep old versions, so that nothing that ever was at the edge is lost. Other
    /// stores than S3 may not know versions.
    pub versioned: bool,
}

/// A bucket that is written to.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    pub client: Client,
    pub place: Arc<Place>,
    rules: BucketRules,
    /// Set once the bucket was seen to be as it must.
    gate: Arc<OnceCell<()>>,
}

impl Bucket {
    pub fn new(sdk: &Sdk, setting: &'static str, name: &str, rules: BucketRules) -> Self {
        let (name, region) = (name.to_owned(), sdk.region().to_owned());
        Self {
            client: sdk.s3(),
            place: Arc::new(Place {
                setting,
                name,
                region,
            }),
            rules,
            gate: Arc::default(),
        }
    }

    pub fn name(&self) -> &str {
        &self.place.name
    }

    /// For every call: S3 refuses it if the bucket belongs to another.
    pub fn owner(&self) -> Option<String> {
        self.rules.owner.clone()
    }

    /// Before the first write of a process: a bucket that forgets is refused before it is used.
    pub async fn enter(&self) -> Result<(), PortError> {
        self.gate.get_or_try_init(|| self.check()).await.copied()
    }

    /// Whether it is there, ours, and versioned.
    pub async fn check(&self) -> Result<(), PortError> {
        let asked = self.client.get_bucket_versioning().bucket(self.name());
        let found = asked
            .set_expected_bucket_owner(self.owner())
            .send()
            .await
            .map_err(|error| self.place.read("asking whether it is versioned", &error))?;
        if self.rules.versioned && found.status != Some(BucketVersioningStatus::Enabled) {
            return Err(PortError::Setup(format!(
                "{}: the bucket isn't versioned, so what is overwritten there is gone; switch versioning on, or set {} to a bucket that has it",
                self.place, self.place.setting
            )));
        }
        Ok(())
    }
}
