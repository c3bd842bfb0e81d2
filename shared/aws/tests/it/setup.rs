//! What is set up wrongly: one clear line that names the setting, before anything is written.

use aws_config::Region;
use aws_credential_types::Credentials;
use wavecast_aws::testing::bed::{Bed, REGION, Retries};
use wavecast_aws::testing::http::{Fault, Wire};
use wavecast_aws::testing::servers;
use wavecast_aws::{Backend, Deployment, Sdk};
use wavecast_engine::port::{
    Clock as _, Entry, Expect, Key, Ledger as _, Objects as _, PortError, Uploads as _, Write,
};
use wavecast_engine::system::SystemClock;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::Role;

fn scope() -> Scope {
    "acme/lamp/stable".parse().unwrap()
}

fn line<T: std::fmt::Debug>(result: Result<T, PortError>) -> String {
    match result {
        Err(PortError::Setup(line)) => {
            assert!(!line.contains('\n'), "{line}");
            line
        }
        other => panic!("{other:?}"),
    }
}

async fn commit(backend: &Backend) -> Result<(), PortError> {
    let key = Key {
        pk: "A#acme/lamp".to_owned(),
        sk: "HEAD".to_owned(),
    };
    let entry = Entry {
        key,
        revision: 0,
        body: "x".into(),
        due: None,
        by: None,
        expires: None,
    };
    backend
        .ledger()
        .commit(vec![Write::Put(entry, Expect::Any)])
        .await
}

async fn create(backend: &Backend) -> Result<(), PortError> {
    let root = ObjectKey::Root(scope(), 1);
    backend
        .objects()
        .create(&root, "x".into(), 0)
        .await
        .map(drop)
}

async fn begin(backend: &Backend) -> Result<(), PortError> {
    let now = SystemClock.now();
    let uploads = backend.uploads();
    let begun = uploads.begin("acme/lamp", "id", Sha256::of(b""), 0, now);
    begun.await.map(drop)
}

/// What no fault may have led to.
const WRITES: [&str; 3] = [
    "dynamodb:TransactWriteItems",
    "s3:PutObject",
    "dynamodb:PutItem",
];

fn wrote_nothing(wire: &Wire) {
    let counts = wire.counts();
    assert!(
        WRITES.iter().all(|write| !counts.contains_key(*write)),
        "{counts:?}"
    );
}

fn with(bed: &Bed, change: impl FnOnce(&mut Deployment)) -> Backend {
    let mut backend = bed.backend.clone();
    change(&mut backend.deployment);
    backend
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let bed = Bed::new().await;
    let backend = with(&bed, |deployment| {
        deployment.table = "nowhere".to_owned();
        deployment.edge_bucket = "nowhere-edge".to_owned();
        deployment.ingest_bucket = "nowhere-ingest".to_owned();
        deployment.sealing_key = "alias/nowhere".to_owned();
    });
    for (result, setting) in [
        (commit(&backend).await, "WAVECAST_TABLE=nowhere"),
        (create(&backend).await, "WAVECAST_EDGE_BUCKET=nowhere-edge"),
        (
            begin(&backend).await,
            "WAVECAST_INGEST_BUCKET=nowhere-ingest",
        ),
        (
            backend
                .key_maker()
                .make(&scope(), Role::Targets)
                .await
                .map(drop),
            "WAVECAST_SEALING_KEY=alias/nowhere",
        ),
    ] {
        let (name, _) = setting.split_once('=').unwrap();
        let expected = format!(
            "{setting}: there is none of this name in {REGION}; check {name} and AWS_REGION"
        );
        assert_eq!(line(result), expected);
    }
    wrote_nothing(&bed.wire);
}

/// In another region there is another table, or none.
#[tokio::test]
async fn a_wrong_region_is_a_missing_table() {
    let bed = Bed::new().await;
    let config = Sdk::defaults()
        .region(Region::new("eu-central-1"))
        .endpoint_url(servers::ministack())
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .load()
        .await;
    let sdk = Sdk::of(config).unwrap();
    let backend = Backend {
        sdk,
        deployment: bed.backend.deployment.clone(),
    };
    let said = line(commit(&backend).await);
    assert!(
        said.ends_with(
            "there is none of this name in eu-central-1; check WAVECAST_TABLE and AWS_REGION"
        ),
        "{said}"
    );
}

#[tokio::test]
async fn a_region_is_needed() {
    let config = aws_config::SdkConfig::builder().build();
    let said = line(Sdk::of(config));
    assert!(
        said.starts_with("AWS_REGION: is not set; set it to"),
        "{said}"
    );
}

#[tokio::test]
async fn denials_and_credentials_are_told_apart() {
    let bed = Bed::with(Retries::Off).await;
    for (code, words) in [
        (
            "AccessDeniedException",
            "access is denied (AccessDeniedException: planned); let the role do this",
        ),
        (
            "ExpiredTokenException",
            "the AWS credentials have expired; sign in again",
        ),
        (
            "UnrecognizedClientException",
            "AWS doesn't know the credentials (UnrecognizedClientException); check AWS_PROFILE",
        ),
    ] {
        bed.wire.clear();
        bed.wire.plan(
            "dynamodb:GetItem",
            0,
            1,
            Fault::Answer { status: 400, code },
        );
        let said = line(commit(&bed.backend).await);
        assert!(
            said.starts_with("WAVECAST_TABLE=") && said.contains(words),
            "{said}"
        );
        wrote_nothing(&bed.wire);
    }
    for (status, code, words) in [
        // What S3 says of a bucket whose owner isn't the expected account.
        (
            403,
            "AccessDenied",
            "check that WAVECAST_EDGE_BUCKET belongs to this account",
        ),
        (
            400,
            "ExpiredToken",
            "the AWS credentials have expired; sign in again",
        ),
        (
            301,
            "PermanentRedirect",
            "lies in another region than us-east-1; check AWS_REGION",
        ),
    ] {
        bed.wire.clear();
        bed.wire.plan(
            "s3:GetBucketVersioning",
            0,
            1,
            Fault::Answer { status, code },
        );
        let said = line(create(&bed.backend).await);
        assert!(
            said.starts_with("WAVECAST_EDGE_BUCKET=") && said.contains(words),
            "{said}"
        );
        wrote_nothing(&bed.wire);
    }
}

#[tokio::test]
async fn missing_credentials_are_told_before_anything_is_sent() {
    let wire = Wire::default();
    let config = Sdk::defaults()
        .region(Region::new(REGION))
        .endpoint_url(servers::ministack())
        .credentials_provider(NoCredentials)
        .http_client(wire.client())
        .load()
        .await;
    let bed = Bed::new().await;
    let backend = Backend {
        sdk: Sdk::of(config).unwrap(),
        deployment: bed.backend.deployment.clone(),
    };
    for said in [line(commit(&backend).await), line(create(&backend).await)] {
        assert!(
            said.contains("there are no AWS credentials; set AWS_PROFILE"),
            "{said}"
        );
    }
    assert_eq!(wire.attempts(), Vec::<String>::new());
}

#[derive(Debug)]
struct NoCredentials;

impl aws_credential_types::provider::ProvideCredentials for NoCredentials {
    fn provide_credentials<'a>(
        &'a self,
    ) -> aws_credential_types::provider::future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let missing = aws_credential_types::provider::error::CredentialsError::not_loaded("none");
        aws_credential_types::provider::future::ProvideCredentials::ready(Err(missing))
    }
}

#[tokio::test]
async fn a_key_that_is_disabled_or_of_another_kind_signs_nothing() {
    let bed = Bed::new().await;
    let (kms, arn) = (
        bed.backend.sdk.kms(),
        bed.backend.deployment.sealing_key.clone(),
    );
    let key = bed
        .backend
        .key_maker()
        .make(&scope(), Role::Targets)
        .await
        .unwrap();
    bed.backend.signer().sign(&key, b"m").await.unwrap();
    kms.disable_key().key_id(&arn).send().await.unwrap();
    // Nothing is cached: it stops at once.
    for result in [
        bed.backend.signer().sign(&key, b"m").await.map(drop),
        bed.backend
            .key_maker()
            .make(&scope(), Role::Targets)
            .await
            .map(drop),
    ] {
        let expected = format!(
            "WAVECAST_SEALING_KEY={arn}: the key is disabled or to be deleted; enable it, or set WAVECAST_SEALING_KEY to another"
        );
        assert_eq!(line(result), expected);
    }
    kms.enable_key().key_id(&arn).send().await.unwrap();
    bed.backend
        .signer()
        .sign(&key, b"m")
        .await
        .expect("as soon as it is enabled");

    let other = Bed::new().await;
    let said = line(other.backend.signer().sign(&key, b"m").await);
    assert!(said.contains("WAVECAST_SEALING_KEY"), "{said}");
}

/// A seed opens only as what it was sealed for: a root's key is no timestamp's, whatever is said of it.
#[tokio::test]
async fn a_sealed_key_signs_only_for_its_role_and_channel() {
    let bed = Bed::new().await;
    let maker = bed.backend.key_maker();
    let root = maker.make(&scope(), Role::Root).await.unwrap();
    let targets = maker.make(&scope(), Role::Targets).await.unwrap();
    let mut disguised = root.clone();
    disguised.role = Role::Targets;
    let mut elsewhere = targets.clone();
    elsewhere.scope = "acme/lamp/beta".parse().unwrap();
    for key in [disguised, elsewhere] {
        let said = line(bed.backend.signer().sign(&key, b"m").await);
        assert!(
            said.contains("it was sealed for another, or damaged"),
            "{said}"
        );
    }
    let swapped = wavecast_engine::port::SealedKey {
        sealed: root.sealed,
        ..targets
    };
    let said = line(bed.backend.signer().sign(&swapped, b"m").await);
    assert!(
        said.contains("it was sealed for another, or damaged"),
        "{said}"
    );
}
