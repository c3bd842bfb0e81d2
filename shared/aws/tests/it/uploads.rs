//! Presigned uploads, and a promotion that trusts nothing but the whole file's hash.

use futures_util::stream;
use wavecast_aws::testing::bed::{Bed, Retries};
use wavecast_aws::testing::http::Fault;
use wavecast_aws::testing::sender::UrlSender;
use wavecast_engine::port::{
    Clock as _, ETag, ONE_PART, Objects as _, Part, PortError, UploadPlan, Uploads as _,
};
use wavecast_engine::system::SystemClock;
use wavecast_engine::testing::sender::PartSender as _;
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

const SPACE: &str = "acme/lamp";

fn now() -> Timestamp {
    SystemClock.now()
}

fn bytes(size: u64) -> Vec<u8> {
    (0..size).map(|n| u8::try_from(n % 241).unwrap()).collect()
}

fn at_edge(sha256: Sha256) -> ObjectKey {
    ObjectKey::parse(&format!("{SPACE}/files/{sha256}")).unwrap()
}

async fn send(plan: &UploadPlan, part: &Part, file: &[u8]) -> Result<ETag, PortError> {
    let from = usize::try_from(part.offset).unwrap();
    let some = file[from..from + usize::try_from(part.size).unwrap()].to_vec();
    let body = Box::pin(stream::iter([Ok(some.into())]));
    UrlSender.send(&plan.id, part, part.size, body, now()).await
}

async fn send_all(plan: &UploadPlan, file: &[u8]) -> Vec<(u32, ETag)> {
    let mut sent = Vec::new();
    for part in &plan.parts {
        sent.push((part.number, send(plan, part, file).await.unwrap()));
    }
    sent
}

#[tokio::test]
async fn a_url_ends_with_its_time() {
    let bed = Bed::new().await;
    let uploads = bed.backend.uploads();
    for (id, size) in [("small", 100), ("large", ONE_PART + 1)] {
        let file = bytes(size);
        let sha256 = Sha256::of(&file);
        let early = now().plus(-1000);
        let old = uploads.begin(SPACE, id, sha256, size, early).await.unwrap();
        assert_eq!(old.expires, early.plus(900));
        let sent = send(&old, &old.parts[0], &file).await;
        assert!(
            matches!(&sent, Err(PortError::Refused(why)) if why.contains("403")),
            "{sent:?}"
        );
        // Minted anew, the same upload goes on.
        let (new, received) = uploads.parts(SPACE, id, now()).await.unwrap();
        assert_eq!((&new.id, received), (&old.id, Vec::new()));
        let sent = send_all(&new, &file).await;
        uploads.complete(SPACE, id, &sent, now()).await.unwrap();
        uploads
            .promote(SPACE, sha256, size, None, &at_edge(sha256))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_url_takes_no_other_bytes() {
    let bed = Bed::new().await;
    let uploads = bed.backend.uploads();
    let (file, mut other) = (bytes(1000), bytes(1000));
    other[0] ^= 1;
    let plan = uploads
        .begin(SPACE, "one", Sha256::of(&file), 1000, now())
        .await
        .unwrap();
    let part = &plan.parts[0];
    assert!(
        part.headers.contains_key("x-amz-checksum-sha256"),
        "{:?}",
        part.headers
    );
    let sent = send(&plan, part, &other).await;
    assert!(matches!(&sent, Err(PortError::Refused(_))), "{sent:?}");
    // Nor without the header that says which: it is signed.
    let mut bare = part.clone();
    bare.headers.remove("x-amz-checksum-sha256");
    let sent = send(&plan, &bare, &other).await;
    assert!(matches!(&sent, Err(PortError::Refused(_))), "{sent:?}");
    assert_eq!(
        uploads.staged(SPACE, Sha256::of(&file)).await.unwrap(),
        None
    );
    send(&plan, part, &file).await.expect("the right bytes");
}

/// A file of several parts is read once, at its promotion; its images are copied from the edge.
#[tokio::test]
async fn a_large_file_is_hashed_once() {
    let bed = Bed::new().await;
    let uploads = bed.backend.uploads();
    let size = ONE_PART + 1;
    let file = bytes(size);
    let sha256 = Sha256::of(&file);
    let plan = uploads
        .begin(SPACE, "large", sha256, size, now())
        .await
        .unwrap();
    let sent = send_all(&plan, &file).await;
    uploads
        .complete(SPACE, "large", &sent, now())
        .await
        .unwrap();
    bed.wire.clear();
    let to = at_edge(sha256);
    uploads
        .promote(SPACE, sha256, size, None, &to)
        .await
        .unwrap();
    let gets = |bed: &Bed| bed.wire.counts().get("s3:GetObject").copied();
    assert_eq!(gets(&bed), Some(1), "read to be hashed");
    let image = ObjectKey::parse(&format!("{SPACE}/targets/{sha256}.image.bin")).unwrap();
    uploads.discard(SPACE, sha256).await.unwrap();
    uploads
        .promote(SPACE, sha256, size, Some(&to), &image)
        .await
        .unwrap();
    assert_eq!(
        gets(&bed),
        Some(1),
        "the publisher wrote down what it had seen"
    );
    let objects = bed.backend.objects();
    assert_eq!(objects.get(&image).await.unwrap().unwrap().bytes, file);
}

/// The staged file changes between hashing and copying: what is copied is what was hashed.
#[tokio::test]
async fn a_file_that_changes_under_the_promotion_is_looked_at_again() {
    let bed = Bed::new().await;
    let uploads = bed.backend.uploads();
    let file = bytes(500);
    let sha256 = Sha256::of(&file);
    let plan = uploads
        .begin(SPACE, "one", sha256, 500, now())
        .await
        .unwrap();
    send_all(&plan, &file).await;
    bed.wire.plan(
        "s3:CopyObject",
        0,
        1,
        Fault::Answer {
            status: 412,
            code: "PreconditionFailed",
        },
    );
    let to = at_edge(sha256);
    uploads
        .promote(SPACE, sha256, 500, None, &to)
        .await
        .expect("the second look");
    assert_eq!(bed.wire.counts()["s3:CopyObject"], 2);
}

/// Every write of an upload fails both ways, with and without retries; then it is done again.
#[tokio::test(flavor = "multi_thread")]
async fn uploading_survives_every_fault() {
    let bed = Bed::new().await;
    let mut trial = 0;
    for (size, operations) in [
        (
            100,
            vec!["s3:PutObject", "s3:DeleteObject", "s3:CopyObject"],
        ),
        (
            ONE_PART + 1,
            vec![
                "s3:CreateMultipartUpload",
                "s3:PutObject",
                "s3:CompleteMultipartUpload",
                "s3:DeleteObject",
                "s3:CopyObject",
            ],
        ),
    ] {
        for operation in operations {
            for fault in [Fault::BeforeSend, Fault::AnswerLost] {
                for retries in [Retries::On, Retries::Off] {
                    trial += 1;
                    let mut file = bytes(size);
                    file[0] = u8::try_from(trial).unwrap();
                    let what = format!("{operation} {fault:?} {retries:?} of {size} bytes");
                    let faulty = bed.again(retries).await;
                    faulty.wire.plan(operation, 0, 1, fault.clone());
                    let id = format!("u{trial}");
                    if let Err(error) = carry(&faulty, &id, &file).await {
                        assert!(!matches!(error, PortError::Refused(_)), "{what}: {error}");
                        carry(&bed, &id, &file)
                            .await
                            .unwrap_or_else(|error| panic!("{what}: {error}"));
                    }
                    assert_eq!(faulty.wire.met(), 1, "{what}");
                    let found = bed
                        .backend
                        .objects()
                        .get(&at_edge(Sha256::of(&file)))
                        .await
                        .unwrap();
                    assert_eq!(found.expect("promoted").bytes, file, "{what}");
                }
            }
        }
    }
}

/// From the first byte to the edge; what is there already isn't done again.
async fn carry(bed: &Bed, id: &str, file: &[u8]) -> Result<(), PortError> {
    let uploads = bed.backend.uploads();
    let (sha256, size) = (Sha256::of(file), file.len() as u64);
    if uploads.staged(SPACE, sha256).await?.is_none() {
        let plan = uploads.begin(SPACE, id, sha256, size, now()).await?;
        let sent = send_all(&plan, file).await;
        uploads.complete(SPACE, id, &sent, now()).await?;
    }
    uploads
        .promote(SPACE, sha256, size, None, &at_edge(sha256))
        .await?;
    uploads.discard(SPACE, sha256).await
}
