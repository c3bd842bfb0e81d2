//! A deployment on MiniStack, made for one test.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_config::Region;
use aws_config::retry::RetryConfig;
use aws_credential_types::Credentials;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType,
    TimeToLiveSpecification,
};
use aws_sdk_s3::types::{BucketVersioningStatus, VersioningConfiguration};

use super::http::Wire;
use super::servers;
use crate::{Backend, Deployment, Sdk, SignerKind};

/// The account of MiniStack.
const ACCOUNT: &str = "000000000000";
/// The region that tests ask.
pub const REGION: &str = "us-east-1";

/// A deployment of one test, with the wire between it and the server.
#[derive(Clone, Debug)]
pub struct Bed {
    /// Faults and a count.
    pub wire: Wire,
    /// The ports.
    pub backend: Backend,
}

/// Whether the SDK retries by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Retries {
    /// As in production, only sooner.
    On,
    /// Every attempt is a call.
    Off,
}

impl Bed {
    /// A new deployment: table, buckets and a sealing key.
    pub async fn new() -> Self {
        Self::with(Retries::On).await
    }

    /// A new deployment whose SDK retries or doesn't.
    pub async fn with(retries: Retries) -> Self {
        let wire = Wire::default();
        let sdk = sdk(servers::ministack(), &wire, retries).await;
        let name = fresh_name();
        let deployment = Deployment {
            stage: String::from("test"),
            table: name.clone(),
            edge_bucket: format!("{name}-edge"),
            ingest_bucket: format!("{name}-ingest"),
            sealing_key: make_sealing_key(&sdk).await,
            signer: SignerKind::Sealed,
            distribution: None,
            edge_url: format!("{}/{name}-edge", servers::ministack()),
            publisher: None,
            keys: None,
            renewals_queue: None,
            invalidations_queue: None,
        };
        make_table(&sdk, &deployment.table).await;
        for bucket in [&deployment.edge_bucket, &deployment.ingest_bucket] {
            make_bucket(&sdk, bucket).await;
        }
        wire.clear();
        Self {
            wire,
            backend: Backend { sdk, deployment },
        }
    }

    /// The same deployment as another process sees it: with a wire, clients and checks of its own.
    pub async fn again(&self, retries: Retries) -> Self {
        let wire = Wire::default();
        let sdk = sdk(servers::ministack(), &wire, retries).await;
        let deployment = self.backend.deployment.clone();
        let backend = Backend { sdk, deployment };
        Self { wire, backend }
    }
}

/// A name that nothing else has.
#[must_use]
pub fn fresh_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut random = [0; 4];
    getrandom::fill(&mut random).expect("randomness");
    let random = u32::from_le_bytes(random);
    format!("wavecast-{random:08x}-{count}")
}

/// The SDK before a server.
pub async fn sdk(endpoint: &str, wire: &Wire, retries: Retries) -> Sdk {
    let retry = match retries {
        Retries::Off => RetryConfig::disabled(),
        Retries::On => RetryConfig::standard()
            .with_max_attempts(3)
            .with_initial_backoff(std::time::Duration::from_millis(10)),
    };
    let config = Sdk::defaults()
        .region(Region::new(REGION))
        .endpoint_url(endpoint)
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .http_client(wire.client())
        .retry_config(retry)
        .load()
        .await;
    Sdk::of(config).expect("a region")
}

async fn make_sealing_key(sdk: &Sdk) -> String {
    let made = sdk.kms().create_key().multi_region(true).send().await;
    let made = made.expect("a key").key_metadata.expect("a key");
    let arn = made.arn.expect("an ARN");
    assert!(arn.contains(ACCOUNT), "{arn}");
    arn
}

/// A private, versioned bucket.
pub async fn make_bucket(sdk: &Sdk, name: &str) {
    let s3 = sdk.s3();
    s3.create_bucket()
        .bucket(name)
        .send()
        .await
        .expect("a bucket");
    let versioned = VersioningConfiguration::builder()
        .status(BucketVersioningStatus::Enabled)
        .build();
    let versioned = s3
        .put_bucket_versioning()
        .bucket(name)
        .versioning_configuration(versioned);
    versioned.send().await.expect("versioning");
}

/// A table as `docs/dynamodb.md` describes it.
pub async fn make_table(sdk: &Sdk, name: &str) {
    let attributes = ["pk", "sk", "due", "due_at", "by", "by_at"].map(|name| {
        AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::S)
            .build()
            .expect("whole")
    });
    let index = |name: &str, group: &str, at: &str, holds: ProjectionType| {
        GlobalSecondaryIndex::builder()
            .index_name(name)
            .set_key_schema(Some(schema(group, at)))
            .projection(Projection::builder().projection_type(holds).build())
            .build()
            .expect("whole")
    };
    let stream = StreamSpecification::builder()
        .stream_enabled(true)
        .stream_view_type(StreamViewType::KeysOnly)
        .build()
        .expect("whole");
    let client = sdk.dynamodb();
    let made = client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes.to_vec()))
        .set_key_schema(Some(schema("pk", "sk")))
        .global_secondary_indexes(index("due", "due", "due_at", ProjectionType::KeysOnly))
        .global_secondary_indexes(index("by-group", "by", "by_at", ProjectionType::All))
        .stream_specification(stream)
        .send()
        .await;
    // The name is nobody else's: a server that was slow has made it for an attempt before.
    let exists = |error: &SdkError<CreateTableError>| {
        let error = error.as_service_error();
        error.is_some_and(CreateTableError::is_resource_in_use_exception)
    };
    assert!(made.as_ref().err().is_none_or(exists), "a table: {made:?}");
    let expires = TimeToLiveSpecification::builder()
        .enabled(true)
        .attribute_name("expires")
        .build()
        .expect("whole");
    let ends = client
        .update_time_to_live()
        .table_name(name)
        .time_to_live_specification(expires);
    ends.send().await.expect("a time to live");
}

fn schema(partition: &str, order: &str) -> Vec<KeySchemaElement> {
    [(partition, KeyType::Hash), (order, KeyType::Range)]
        .map(|(name, kind)| {
            KeySchemaElement::builder()
                .attribute_name(name)
                .key_type(kind)
                .build()
                .expect("whole")
        })
        .to_vec()
}
