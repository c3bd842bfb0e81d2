//! What a poll takes of a device's memory, beyond the answer itself.

use wavecast_bench::heap::taken;
use wavecast_bench::poll::Client;
use wavecast_bench::stage::{Stage, share};

/// Bytes at the highest, for a poll that brings a changed share and for one that brings a 304.
async fn peaks(rows: usize) -> [usize; 2] {
    let stage = Stage::memory().await;
    stage.moving().await;
    stage.world.crowd(&stage.scope, rows, 1).await.unwrap();
    let publish = async |to| {
        stage.world.nudge(&stage.scope, share(to)).await.unwrap();
        stage.world.publisher.publish(&stage.scope).await.unwrap();
    };
    publish(5_000).await;
    let mut client = Client::settled(&stage).await;
    publish(6_000).await;
    let latest = stage.latest().await;
    let (_, changed) = taken(|| client.changed(&latest));
    let (_, unchanged) = taken(|| client.unchanged());
    assert!(changed.count > 0, "the heap counts");
    [changed.peak, unchanged.peak]
}

#[tokio::test]
async fn a_poll_of_ten_rows_fits_a_small_device() {
    let [changed, unchanged] = peaks(10).await;
    assert!(changed < 64 << 10, "a changed poll took {changed} bytes");
    assert!(
        unchanged < 16 << 10,
        "an unchanged poll took {unchanged} bytes"
    );
}

#[tokio::test]
async fn memory_grows_with_the_answer_and_no_faster() {
    let [changed, _] = peaks(256).await;
    assert!(
        changed < 1 << 20,
        "a changed poll at the most rows took {changed} bytes"
    );
}
