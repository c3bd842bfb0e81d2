//! Invalidations: shared, deduplicated, put off, and never in the way.

use aws_sdk_cloudfront::types::{
    CustomOriginConfig, DefaultCacheBehavior, DistributionConfig, Origin, OriginProtocolPolicy,
    Origins, ViewerProtocolPolicy,
};
use wavecast_aws::CloudFrontCdn;
use wavecast_aws::testing::bed::{self, Bed, Retries};
use wavecast_aws::testing::http::Fault;
use wavecast_aws::wake::{Message, What};
use wavecast_domain::Command;
use wavecast_engine::control::CdnState;
use wavecast_engine::port::{Cdn as _, Invalidated, PortError};
use wavecast_engine::testing::world::World;

use crate::stage::{Stage, ports, share};

const OPERATION: &str = "cloudfront:POST invalidation";

async fn distribution(bed: &Bed) -> String {
    let origin = CustomOriginConfig::builder()
        .http_port(80)
        .https_port(443)
        .origin_protocol_policy(OriginProtocolPolicy::HttpOnly)
        .build()
        .unwrap();
    let origin = Origin::builder()
        .id("edge")
        .domain_name("edge.example.org")
        .custom_origin_config(origin)
        .build()
        .unwrap();
    let behaviour = DefaultCacheBehavior::builder()
        .target_origin_id("edge")
        .viewer_protocol_policy(ViewerProtocolPolicy::RedirectToHttps)
        .build()
        .unwrap();
    let config = DistributionConfig::builder()
        .caller_reference(bed::fresh_name())
        .origins(
            Origins::builder()
                .quantity(1)
                .items(origin)
                .build()
                .unwrap(),
        )
        .default_cache_behavior(behaviour)
        .comment("")
        .enabled(true)
        .build()
        .unwrap();
    let made = bed
        .backend
        .sdk
        .cloudfront()
        .create_distribution()
        .distribution_config(config);
    made.send().await.unwrap().distribution.unwrap().id
}

async fn queue(bed: &Bed) -> String {
    let made = bed
        .backend
        .sdk
        .sqs()
        .create_queue()
        .queue_name(bed::fresh_name())
        .send()
        .await;
    made.unwrap().queue_url.unwrap()
}

fn path(name: &str) -> Vec<String> {
    vec![
        format!("/acme/lamp/{name}/timestamp.json"),
        format!("/acme/lamp/{name}/latest.ndjson"),
    ]
}

/// The paths of every invalidation that the distribution was asked for.
async fn invalidated(bed: &Bed, distribution: &str) -> Vec<Vec<String>> {
    let client = bed.backend.sdk.cloudfront();
    let listed = client
        .list_invalidations()
        .distribution_id(distribution)
        .send()
        .await
        .unwrap();
    let mut all = Vec::new();
    for one in listed.invalidation_list.unwrap().items.unwrap_or_default() {
        let found = client
            .get_invalidation()
            .distribution_id(distribution)
            .id(one.id);
        let batch = found
            .send()
            .await
            .unwrap()
            .invalidation
            .unwrap()
            .invalidation_batch
            .unwrap();
        let mut paths = batch.paths.unwrap().items.unwrap_or_default();
        paths.sort();
        all.push(paths);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_of_one_moment_share_a_request() {
    let bed = Bed::new().await;
    let distribution = distribution(&bed).await;
    let cdn = CloudFrontCdn::new(&bed.backend.sdk, &distribution, None);
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let cdn = cdn.clone();
            tokio::spawn(async move { cdn.invalidate(&path(&format!("c{}", n % 5))).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Ok(Invalidated::Asked));
    }
    let asked = invalidated(&bed, &distribution).await;
    assert!(asked.len() < 20, "they share: {asked:?}");
    let mut paths: Vec<_> = asked.into_iter().flatten().collect();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), 10, "all of them, both of each");
}

#[tokio::test]
async fn what_is_not_taken_is_put_off_and_drained_once() {
    let bed = Bed::with(Retries::Off).await;
    let (distribution, queue) = (distribution(&bed).await, queue(&bed).await);
    let cdn = CloudFrontCdn::new(&bed.backend.sdk, &distribution, Some(&queue));
    let throttle = Fault::Answer {
        status: 400,
        code: "TooManyInvalidationsInProgress",
    };
    bed.wire.clear();
    bed.wire.plan(OPERATION, 0, 1, throttle);
    assert_eq!(cdn.invalidate(&path("a")).await, Ok(Invalidated::Queued));
    // Until its pause is over, CloudFront isn't asked again.
    assert_eq!(cdn.invalidate(&path("b")).await, Ok(Invalidated::Queued));
    assert_eq!(bed.wire.counts()[OPERATION], 1);
    let drained = cdn.drain(path("a")).await;
    assert!(
        matches!(drained, Err(PortError::Throttled(_))),
        "{drained:?}"
    );

    // The queue's reader, another process, gets them with each path once.
    let mut messages = Vec::new();
    for _ in 0..20 {
        let received = bed.backend.sdk.sqs().receive_message().queue_url(&queue);
        let received = received
            .max_number_of_messages(10)
            .wait_time_seconds(1)
            .send()
            .await;
        messages.extend(received.unwrap().messages.unwrap_or_default());
        if messages.len() == 2 {
            break;
        }
    }
    let paths = messages.iter().flat_map(|message| {
        let body = message.body.as_deref().unwrap();
        let What::Invalidate { paths } = Message::from_json(body.as_bytes()).unwrap().what else {
            panic!("{body}");
        };
        paths
    });
    let mut paths: Vec<_> = paths.collect();
    paths.extend(path("a"));
    let reader = CloudFrontCdn::new(&bed.backend.sdk, &distribution, Some(&queue));
    reader.drain(paths).await.unwrap();
    let mut expected = [path("a"), path("b")].concat();
    expected.sort();
    assert_eq!(invalidated(&bed, &distribution).await, [expected]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_says_what_the_cdn_was_told() {
    let stage = Stage::shipped().await;
    let distribution = distribution(&stage.bed).await;
    let again = |distribution: &str| {
        let bed = stage.bed.clone();
        let mut ports = ports(&bed, &stage.world.clock);
        let cdn = CloudFrontCdn::new(&bed.backend.sdk, distribution, None);
        ports.cdn = Some(std::sync::Arc::new(cdn));
        let sender = stage.world.sender.clone();
        World::over_urls(ports, sender, stage.world.clock.clone())
    };
    stage.package("1.1.0").await;
    let release = stage.release("1.1.0", Some(share(100))).await;
    let ramp = |to| Command::Ramp {
        release: release.clone(),
        to: share(to),
        keep_open: false,
        only: None,
    };
    let done = again(&distribution)
        .run(&stage.scope, ramp(200))
        .await
        .unwrap();
    assert_eq!(done.publications[0].cdn, Some(CdnState::Asked));
    let mut both = path("stable");
    both.sort();
    assert_eq!(
        invalidated(&stage.bed, &distribution).await,
        [both],
        "two exact paths"
    );

    // A distribution that isn't there is told on the publication, which is published all the same.
    let done = again("E0NOWHERE")
        .run(&stage.scope, ramp(300))
        .await
        .unwrap();
    assert!(done.publications[0].seq.is_some());
    let Some(CdnState::Failed(why)) = &done.publications[0].cdn else {
        panic!("{:?}", done.publications);
    };
    assert!(why.contains("check WAVECAST_DISTRIBUTION"), "{why}");

    // A renewal shows the same state: nothing is invalidated.
    stage.world.clock.advance(8 * 86_400);
    let world = again(&distribution);
    stage.bed.wire.clear();
    world.publisher.publish(&stage.scope).await.unwrap();
    let counts = stage.bed.wire.counts();
    assert!(counts["s3:PutObject"] >= 2, "it was renewed: {counts:?}");
    assert_eq!(counts.get(OPERATION), None);
}
