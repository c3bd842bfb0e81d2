//! All ports of a deployment, for composition roots: each takes the ones that its powers allow.

use std::sync::Arc;

use wavecast_engine::local::Ports;
use wavecast_engine::port::{
    Cdn, Clock, Doorbell, KeyMaker, Ledger, Objects, PortError, Prover, Signer, Uploads,
};
use wavecast_engine::system::{OsIds, SystemClock};

use crate::bell::LambdaBell;
use crate::bucket::BucketRules;
use crate::cdn::CloudFrontCdn;
use crate::deployment::{Deployment, SignerKind};
use crate::fault::Place;
use crate::keys::{KmsKeys, SealedKeys};
use crate::ledger::DynamoLedger;
use crate::objects::S3Objects;
use crate::sdk::Sdk;
use crate::uploads::S3Uploads;
use crate::vault::KmsVault;
use crate::workers::LambdaWorkers;

/// A deployment with the SDK that reaches it. Ports are made when they are asked for, so that a
/// function is built with the clients that it uses and no others.
#[derive(Clone, Debug)]
pub struct Backend {
    /// The SDK.
    pub sdk: Sdk,
    /// What the environment names.
    pub deployment: Deployment,
}

impl Backend {
    /// Reads the environment and loads the SDK's configuration, once in a process. Asks nothing of
    /// AWS yet.
    ///
    /// # Errors
    /// [`PortError::Setup`] with one line that names every variable that is missing or wrong.
    pub async fn load() -> Result<Self, PortError> {
        let deployment = Deployment::from_env()?;
        let sdk = Sdk::load().await?;
        Ok(Self { sdk, deployment })
    }

    /// As [`Backend::load`], for a function on Lambda, whose environment says everything.
    ///
    /// # Errors
    /// As [`Backend::load`].
    pub fn of_function() -> Result<Self, PortError> {
        let deployment = Deployment::from_env()?;
        let sdk = Sdk::of_environment()?;
        Ok(Self { sdk, deployment })
    }

    /// The deployment of a stage, as its deployed function `control` names it: for people, who know
    /// the stage. Asks Lambda once.
    ///
    /// # Errors
    /// [`PortError::Setup`] as [`Backend::load`], and for a stage that isn't deployed here.
    pub async fn of_stage(stage: &str) -> Result<Self, PortError> {
        let sdk = Sdk::load().await?;
        let place = Place {
            setting: "--stage",
            name: stage.to_owned(),
            region: sdk.region().to_owned(),
        };
        let function = format!("wavecast-{stage}-control");
        let asked = sdk.lambda().get_function_configuration();
        let asked = asked.function_name(function).send().await;
        let found = asked.map_err(|error| place.read("asking its function", &error))?;
        let variables = found.environment.and_then(|found| found.variables);
        let variables = variables.unwrap_or_default();
        let deployment = Deployment::parse(|name| variables.get(name).cloned())?;
        Ok(Self { sdk, deployment })
    }

    fn rules(&self) -> BucketRules {
        BucketRules {
            owner: self.deployment.account().map(str::to_owned),
            versioned: true,
        }
    }

    /// Where state lives, under the system's clock.
    #[must_use]
    pub fn ledger(&self) -> DynamoLedger {
        self.ledger_at(Arc::new(SystemClock))
    }

    /// Where state lives, under a clock of your own, which says what in it has ended.
    #[must_use]
    pub fn ledger_at(&self, clock: Arc<dyn Clock>) -> DynamoLedger {
        DynamoLedger::new(&self.sdk, &self.deployment.table, clock)
    }

    /// The edge.
    #[must_use]
    pub fn objects(&self) -> S3Objects {
        S3Objects::new(&self.sdk, &self.deployment.edge_bucket, self.rules())
    }

    /// Where files are staged.
    #[must_use]
    pub fn uploads(&self) -> S3Uploads {
        let bucket = &self.deployment.ingest_bucket;
        S3Uploads::new(&self.sdk, bucket, self.objects(), self.rules())
    }

    fn kms_keys(&self) -> Option<KmsKeys> {
        KmsKeys::new(&self.sdk, self.deployment.signer, &self.deployment.stage)
    }

    /// Signs with online keys.
    #[must_use]
    pub fn signer(&self) -> Arc<dyn Signer> {
        match self.kms_keys() {
            Some(keys) => Arc::new(keys),
            None => Arc::new(SealedKeys::new(&self.sdk, &self.deployment.sealing_key)),
        }
    }

    /// Makes keys, and signs roots.
    #[must_use]
    pub fn key_maker(&self) -> Arc<dyn KeyMaker> {
        match self.kms_keys() {
            Some(keys) => Arc::new(keys),
            None => Arc::new(SealedKeys::new(&self.sdk, &self.deployment.sealing_key)),
        }
    }

    /// Wraps the data keys of secrets, and opens them.
    #[must_use]
    pub fn vault(&self) -> KmsVault {
        KmsVault::new(&self.sdk, &self.deployment.sealing_key)
    }

    /// The CDN before the edge, if there is one.
    #[must_use]
    pub fn cdn(&self) -> Option<CloudFrontCdn> {
        let distribution = self.deployment.distribution.as_ref()?;
        let queue = self.deployment.invalidations_queue.as_deref();
        Some(CloudFrontCdn::new(&self.sdk, distribution, queue))
    }

    /// Wakes the functions that do the work.
    #[must_use]
    pub fn bell(&self) -> Arc<dyn Doorbell> {
        Arc::new(LambdaBell::new(&self.sdk, &self.deployment))
    }

    /// Asks the function that may open secrets whether one opens.
    #[must_use]
    pub fn prover(&self) -> Arc<dyn Prover> {
        Arc::new(LambdaBell::new(&self.sdk, &self.deployment))
    }

    /// Those to whom the scheduler hands over, and the bell of the commands that it issues: they are
    /// told, and not waited for.
    #[must_use]
    pub fn workers(&self) -> Arc<LambdaWorkers> {
        Arc::new(LambdaWorkers::new(&self.sdk, &self.deployment))
    }

    /// The longest message that this deployment's keys sign.
    #[must_use]
    pub fn message_limit(&self) -> Option<usize> {
        match self.deployment.signer {
            SignerKind::KmsEd25519 => Some(KmsKeys::RAW_BYTES),
            SignerKind::Sealed | SignerKind::KmsP256 => None,
        }
    }

    /// All ports: for tests, and for one process that is the whole control plane.
    #[must_use]
    pub fn ports(&self) -> Ports {
        Ports {
            ledger: Arc::new(self.ledger()) as Arc<dyn Ledger>,
            objects: Arc::new(self.objects()) as Arc<dyn Objects>,
            uploads: Arc::new(self.uploads()) as Arc<dyn Uploads>,
            signer: self.signer(),
            maker: self.key_maker(),
            wrap: Arc::new(self.vault()),
            unwrap: Arc::new(self.vault()),
            cdn: self.cdn().map(|cdn| Arc::new(cdn) as Arc<dyn Cdn>),
            clock: Arc::new(SystemClock),
            ids: Arc::new(OsIds),
        }
    }
}
