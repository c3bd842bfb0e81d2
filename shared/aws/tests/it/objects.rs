//! The edge where S3 has rules of its own: 409, lost answers, versions, and stores that can't be
//! trusted.

use std::sync::Arc;

use wavecast_aws::testing::bed::{self, Bed, Retries};
use wavecast_aws::testing::http::Fault;
use wavecast_aws::{BucketRules, Condition, S3Objects};
use wavecast_engine::port::{ETag, Objects as _, PortError};
use wavecast_wire::object::ObjectKey;

fn latest() -> ObjectKey {
    ObjectKey::parse("acme/lamp/stable/latest.ndjson").unwrap()
}

fn root() -> ObjectKey {
    ObjectKey::parse("acme/lamp/stable/1.root.json").unwrap()
}

fn answer(status: u16, code: &'static str) -> Fault {
    Fault::Answer { status, code }
}

#[tokio::test]
async fn objects_carry_what_a_cdn_needs() {
    let bed = Bed::new().await;
    let objects = bed.backend.objects();
    objects.create(&latest(), "x".into(), 900).await.unwrap();
    objects.create(&root(), "x".into(), 0).await.unwrap();
    let s3 = bed.backend.sdk.s3();
    for (key, content_type, cache_control) in [
        (
            latest(),
            "text/plain",
            "max-age=0, s-maxage=30, stale-if-error=1209600",
        ),
        (
            root(),
            "application/json",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let bucket = &bed.backend.deployment.edge_bucket;
        let head = s3
            .head_object()
            .bucket(bucket)
            .key(key.path())
            .send()
            .await
            .unwrap();
        assert_eq!(head.content_type.as_deref(), Some(content_type));
        assert_eq!(head.cache_control.as_deref(), Some(cache_control));
    }
}

#[tokio::test]
async fn a_409_is_no_answer() {
    let bed = Bed::with(Retries::Off).await;
    let objects = bed.backend.objects();
    bed.wire.plan(
        "s3:PutObject",
        0,
        2,
        answer(409, "ConditionalRequestConflict"),
    );
    let first = objects
        .create(&latest(), "one".into(), 60)
        .await
        .expect("made anew");
    bed.wire.plan(
        "s3:PutObject",
        0,
        1,
        answer(409, "ConditionalRequestConflict"),
    );
    objects
        .replace(&latest(), "two".into(), &first, 60)
        .await
        .expect("made anew");
    bed.wire.plan(
        "s3:PutObject",
        0,
        100,
        answer(409, "ConditionalRequestConflict"),
    );
    let given_up = objects.create(&root(), "root".into(), 0).await;
    assert!(
        matches!(given_up, Err(PortError::Unknown(_))),
        "{given_up:?}"
    );
}

/// A retry of the SDK meets the success whose answer was lost.
#[tokio::test]
async fn a_lost_success_answers_412_to_its_own_retry() {
    let bed = Bed::new().await;
    let objects = bed.backend.objects();
    bed.wire.plan("s3:PutObject", 0, 1, Fault::AnswerLost);
    let again = objects.create(&root(), "root".into(), 0).await;
    assert_eq!(
        again,
        Err(PortError::Conflict),
        "whoever gets it reads back"
    );
    let found = objects.get(&root()).await.unwrap().expect("it landed");
    assert_eq!(found.bytes, "root");
}

#[tokio::test]
async fn what_may_have_landed_is_told_from_what_surely_did_not() {
    let bed = Bed::with(Retries::Off).await;
    let objects = bed.backend.objects();
    objects.create(&latest(), "x".into(), 60).await.unwrap();
    for (fault, expected) in [
        (Fault::BeforeSend, "unknown"),
        (Fault::AnswerLost, "unknown"),
        (answer(500, "InternalError"), "unknown"),
        (answer(503, "SlowDown"), "throttled"),
        (answer(403, "AccessDenied"), "setup"),
        (answer(400, "ExpiredToken"), "setup"),
        (answer(400, "EntityTooLarge"), "refused"),
    ] {
        let key = ObjectKey::parse("acme/lamp/stable/7.targets.json").unwrap();
        objects.delete(&key).await.unwrap();
        bed.wire.clear();
        bed.wire.plan("s3:PutObject", 0, 1, fault.clone());
        let kind = match objects.create(&key, "x".into(), 0).await {
            Err(PortError::Unknown(_)) => "unknown",
            Err(PortError::Throttled(_)) => "throttled",
            Err(PortError::Setup(_)) => "setup",
            Err(PortError::Refused(_)) => "refused",
            other => panic!("{fault:?}: {other:?}"),
        };
        assert_eq!(kind, expected, "{fault:?}");
    }
    bed.wire.clear();
    bed.wire.plan("s3:GetObject", 0, 1, Fault::BeforeSend);
    let read = objects.get(&latest()).await;
    assert!(
        matches!(read, Err(PortError::Lost(_))),
        "a reading changes nothing: {read:?}"
    );
}

/// The last answer is no proof when an attempt before it was lost.
#[tokio::test]
async fn a_throttle_after_a_lost_attempt_is_unknown() {
    let bed = Bed::new().await;
    let objects = bed.backend.objects();
    bed.wire.plan("s3:PutObject", 0, 1, Fault::AnswerLost);
    bed.wire.plan("s3:PutObject", 1, 2, answer(503, "SlowDown"));
    let result = objects.create(&root(), "root".into(), 0).await;
    assert!(matches!(result, Err(PortError::Unknown(_))), "{result:?}");
}

#[tokio::test]
async fn a_replace_never_brings_back_what_somebody_deleted() {
    let bed = Bed::new().await;
    let objects = bed.backend.objects();
    let etag = objects.create(&latest(), "x".into(), 60).await.unwrap();
    objects.delete(&latest()).await.unwrap();
    let replaced = objects.replace(&latest(), "y".into(), &etag, 60).await;
    assert_eq!(replaced, Err(PortError::Conflict));
    assert_eq!(objects.get(&latest()).await.unwrap(), None);
}

#[tokio::test]
async fn a_store_is_probed_before_it_is_trusted() {
    let bed = Bed::with(Retries::Off).await;
    let objects = bed.backend.objects();
    let verdict = objects.probe("test").await.unwrap();
    assert_eq!(verdict.broken, [], "MiniStack honours them all");
    assert_eq!(
        objects.list("", None, 10).await.unwrap(),
        [],
        "nothing is left behind"
    );
    // A store that takes whatever it is given, as some do.
    bed.wire.strip_conditions();
    let verdict = objects.probe("test").await.unwrap();
    let ignored = [
        Condition::NoReplaceOfNothing,
        Condition::CreateIfAbsent,
        Condition::ReplaceIfMatch,
    ];
    assert_eq!(verdict.broken, ignored);
}

#[tokio::test]
async fn a_bucket_without_versions_is_refused_before_it_is_written() {
    let bed = Bed::new().await;
    let name = bed::fresh_name();
    let s3 = bed.backend.sdk.s3();
    s3.create_bucket().bucket(&name).send().await.unwrap();
    let rules = BucketRules {
        owner: None,
        versioned: true,
    };
    let objects = Arc::new(S3Objects::new(&bed.backend.sdk, &name, rules));
    bed.wire.clear();
    let nothing = ETag("x".to_owned());
    for result in [
        objects.create(&root(), "x".into(), 0).await,
        objects.replace(&latest(), "x".into(), &nothing, 60).await,
    ] {
        let Err(PortError::Setup(why)) = result else {
            panic!("{result:?}")
        };
        let line = format!(
            "WAVECAST_EDGE_BUCKET={name}: the bucket isn't versioned, so what is overwritten there is gone; switch versioning on, or set WAVECAST_EDGE_BUCKET to a bucket that has it"
        );
        assert_eq!(why, line);
    }
    assert!(!bed.wire.counts().contains_key("s3:PutObject"));
}
