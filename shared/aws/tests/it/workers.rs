//! What the tick hands over: what somebody waits for by invocations, the rest by a queue.

use wavecast_aws::LambdaWorkers;
use wavecast_aws::testing::bed::{Bed, fresh_name};
use wavecast_aws::testing::http::Fault;
use wavecast_aws::wake::{Message, What};
use wavecast_engine::port::{Handed, PortError, Wake, Workers as _};
use wavecast_engine::publisher::PublishError;
use wavecast_wire::name::Scope;

/// Workers whose renewals go to a new queue, and the URL of that.
async fn workers(bed: &mut Bed) -> (LambdaWorkers, String) {
    let sqs = bed.backend.sdk.sqs();
    let made = sqs.create_queue().queue_name(fresh_name()).send().await;
    let url = made.unwrap().queue_url.unwrap();
    bed.backend.deployment.renewals_queue = Some(url.clone());
    let workers = LambdaWorkers::new(&bed.backend.sdk, &bed.backend.deployment);
    bed.wire.clear();
    (workers, url)
}

fn scope(n: usize) -> Scope {
    format!("acme/lamp/pr-{n}").parse().unwrap()
}

/// How many of all were taken.
fn taken(handed: &[Result<Handed, PublishError>]) -> usize {
    let taken = handed.iter().filter(|one| matches!(one, Ok(Handed::Over)));
    taken.count()
}

/// All that waits in a queue.
async fn waiting(bed: &Bed, url: &str) -> Vec<What> {
    let mut found = Vec::new();
    loop {
        let taken = bed.backend.sdk.sqs().receive_message().queue_url(url);
        let taken = taken.max_number_of_messages(10).send().await.unwrap();
        let messages = taken.messages.unwrap_or_default();
        if messages.is_empty() {
            return found;
        }
        for message in messages {
            let body = message.body.unwrap();
            found.push(Message::from_json(body.as_bytes()).unwrap().what);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_wait_goes_to_the_queue_ten_at_a_time() {
    let mut bed = Bed::new().await;
    let (workers, url) = workers(&mut bed).await;
    let before = workers.waiting().await.unwrap();
    bed.wire.clear();
    let wakes: Vec<Wake> = (0..23).map(|n| Wake::Renew(scope(n))).collect();
    let handed = workers.queue(&wakes).await;
    assert_eq!(taken(&handed), 23);
    assert_eq!(bed.wire.counts()["sqs:SendMessageBatch"], 3);
    assert_eq!(workers.waiting().await.unwrap(), before + 23);
    let mut found = waiting(&bed, &url).await;
    let mut sent: Vec<What> = wakes.into_iter().map(What::from).collect();
    let name = |what: &What| format!("{what:?}");
    found.sort_by_key(name);
    sent.sort_by_key(name);
    assert_eq!(found, sent);
}

/// What somebody waits for invokes the publisher, which this deployment doesn't name; a backlog is queued.
#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_of_publications_takes_no_place_from_a_command() {
    let mut bed = Bed::new().await;
    let (workers, url) = workers(&mut bed).await;
    let publications: Vec<Wake> = (0..21).map(|n| Wake::Publish(scope(n))).collect();
    for handed in workers.hand(&publications).await {
        let Err(PublishError::Port(PortError::Setup(why))) = handed else {
            panic!("nobody is there to be invoked: {handed:?}");
        };
        assert!(why.starts_with("WAVECAST_PUBLISHER: is not set"), "{why}");
    }
    assert_eq!(waiting(&bed, &url).await, []);
    let handed = workers.queue(&publications).await;
    assert_eq!(taken(&handed), 21);
    assert_eq!(waiting(&bed, &url).await.len(), 21);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_queue_refuses_is_told_for_each() {
    let mut bed = Bed::new().await;
    let (workers, url) = workers(&mut bed).await;
    let throttle = Fault::Answer {
        status: 400,
        code: "RequestThrottled",
    };
    bed.wire
        .plan("sqs:SendMessageBatch", 0, usize::MAX, throttle);
    let wakes: Vec<Wake> = (0..12).map(|n| Wake::Repair(scope(n))).collect();
    let handed = workers.queue(&wakes).await;
    assert_eq!(handed.len(), 12);
    for one in handed {
        let throttled = matches!(&one, Err(PublishError::Port(PortError::Throttled(_))));
        assert!(throttled, "{one:?}");
    }
    bed.wire.clear();
    assert_eq!(waiting(&bed, &url).await, []);
    // Without a queue, one line says what to set.
    bed.backend.deployment.renewals_queue = None;
    let workers = LambdaWorkers::new(&bed.backend.sdk, &bed.backend.deployment);
    let error = workers.waiting().await.unwrap_err().to_string();
    assert!(
        error.starts_with("WAVECAST_RENEWALS_QUEUE: is not set"),
        "{error}"
    );
}
