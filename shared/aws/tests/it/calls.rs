//! What a ramp asks of AWS: counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use wavecast_aws::testing::bed::Retries;
use wavecast_domain::Command;
use wavecast_engine::control::{Control, Hints};
use wavecast_engine::local::Machine;
use wavecast_engine::port::{Doorbell, PortError, Wake};
use wavecast_engine::publisher::Publisher;
use wavecast_engine::testing::act::request;

use crate::stage::{Stage, ports, share};

/// Rings a publisher whose calls go over a wire of their own.
struct Bell(Publisher);

#[async_trait]
impl Doorbell for Bell {
    async fn ring(&self, wake: Wake) -> Result<(), PortError> {
        let Wake::Publish(scope) = wake else {
            panic!("a ramp wants a publication and nothing else: {wake:?}");
        };
        self.0.publish(&scope).await.unwrap();
        Ok(())
    }
}

fn counts(counts: &BTreeMap<String, usize>) -> Vec<(&str, usize)> {
    counts
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ramp_asks_this_of_aws() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let release = stage.release("1.1.0", Some(share(100))).await;
    let (of_control, of_publisher) = (
        stage.bed.again(Retries::Off).await,
        stage.bed.again(Retries::Off).await,
    );
    let clock = &stage.world.clock;
    let publisher = Machine::new(ports(&of_publisher, clock), 0).publisher;
    let ports = ports(&of_control, clock);
    let control = Control {
        ledger: ports.ledger,
        uploads: ports.uploads,
        bell: Arc::new(Bell(publisher)),
        clock: ports.clock,
        ids: ports.ids,
        shown: wavecast_engine::shown::Shown::default(),
        hints: Hints::default(),
    };
    let ramp = async |to| {
        of_control.wire.clear();
        of_publisher.wire.clear();
        let (org, app) = (&stage.scope.org, &stage.scope.app);
        let command = Command::Ramp {
            release: release.clone(),
            to: share(to),
            keep_open: false,
            only: None,
        };
        let done = control.execute(org, app, request(), command).await.unwrap();
        assert!(
            done.publications.iter().all(|state| state.seq.is_some()),
            "{done:?}"
        );
    };

    // The first in a process: its checks of table and bucket, and readings that follow each other.
    ramp(200).await;
    assert_eq!(
        counts(&of_control.wire.counts()),
        [
            ("dynamodb:GetItem", 2),
            ("dynamodb:TransactGetItems", 3),
            ("dynamodb:TransactWriteItems", 1),
        ]
    );
    // From the second on: one reading, one transaction; and the publication's state for the answer.
    ramp(300).await;
    assert_eq!(
        counts(&of_control.wire.counts()),
        [
            ("dynamodb:GetItem", 1),
            ("dynamodb:TransactGetItems", 1),
            ("dynamodb:TransactWriteItems", 1),
        ]
    );
    // Twice what is wanted and the newest root; head and state, the head again, three keys, a root and
    // a rotation; the seal, and the mark; the pair of the edge three times and a root once; targets,
    // snapshot and the pair; a key for each of the three roles.
    assert_eq!(
        counts(&of_publisher.wire.counts()),
        [
            ("dynamodb:GetItem", 6),
            ("dynamodb:Query", 4),
            ("dynamodb:TransactGetItems", 1),
            ("dynamodb:TransactWriteItems", 2),
            ("kms:Decrypt", 3),
            ("s3:GetObject", 7),
            ("s3:PutObject", 4),
        ]
    );
}
