//! The doctor on a sound deployment, and on broken ones.

use wavecast_aws::doctor::{Report, State};
use wavecast_aws::testing::bed::Bed;

/// What must be mended, and what should be better, by what was looked at.
fn told(report: &Report) -> Vec<(&str, &str)> {
    let told = report
        .findings
        .iter()
        .filter_map(|finding| match &finding.state {
            State::Good => None,
            State::Advice(text) | State::Mend(text) => Some((finding.what.as_str(), text.as_str())),
        });
    told.collect()
}

fn says(report: &Report, what: &str, word: &str) {
    let told = told(report);
    let found = told.iter().find(|(found, _)| *found == what);
    assert!(
        found.is_some_and(|(_, text)| text.contains(word)),
        "{what}: {word}: {told:#?}"
    );
}

#[tokio::test]
async fn a_sound_deployment_only_gets_advice() {
    let bed = Bed::new().await;
    bed.backend.ledger().prepare().await.unwrap();
    let report = bed.backend.examine().await;
    assert!(report.is_sound(), "{:#?}", told(&report));
    let whats: Vec<&str> = told(&report).into_iter().map(|(what, _)| what).collect();
    assert_eq!(
        whats,
        [
            "table deletion protection",
            "table point-in-time recovery",
            "edge bucket public access",
            "ingest bucket public access",
            "ingest bucket lifecycle",
        ]
    );
    let good = report
        .findings
        .iter()
        .filter(|finding| finding.state == State::Good);
    assert_eq!(good.count(), 15);
}

#[tokio::test]
async fn everything_that_is_broken_is_told_at_once() {
    let bed = Bed::new().await;
    let mut backend = bed.backend.clone();
    let kms = backend.sdk.kms();
    kms.disable_key()
        .key_id(&backend.deployment.sealing_key)
        .send()
        .await
        .unwrap();
    backend.deployment.table = "nowhere".to_owned();
    backend.deployment.edge_bucket = "nowhere-edge".to_owned();
    backend.deployment.distribution = Some("E0NOWHERE".to_owned());
    backend.deployment.publisher = Some("nowhere-publisher".to_owned());
    let report = backend.examine().await;
    assert!(!report.is_sound());
    says(
        &report,
        "WAVECAST_TABLE",
        "check WAVECAST_TABLE and AWS_REGION",
    );
    says(
        &report,
        "WAVECAST_EDGE_BUCKET",
        "check WAVECAST_EDGE_BUCKET and AWS_REGION",
    );
    says(&report, "sealing key enabled", "enable it");
    says(
        &report,
        "WAVECAST_DISTRIBUTION",
        "there is none of this name",
    );
    says(&report, "WAVECAST_PUBLISHER", "there is none of this name");
}

#[tokio::test]
async fn credentials_of_another_account_are_told() {
    let bed = Bed::new().await;
    let mut backend = bed.backend.clone();
    backend.deployment.sealing_key = backend
        .deployment
        .sealing_key
        .replace("000000000000", "123456789012");
    let report = backend.examine().await;
    says(
        &report,
        "AWS credentials",
        "WAVECAST_SEALING_KEY lies in 123456789012",
    );
}

#[tokio::test]
async fn a_store_that_ignores_conditions_is_not_trusted() {
    let bed = Bed::new().await;
    bed.wire.strip_conditions();
    let report = bed.backend.examine().await;
    says(
        &report,
        "edge bucket conditions",
        "use a store that honours conditional writes",
    );
}
