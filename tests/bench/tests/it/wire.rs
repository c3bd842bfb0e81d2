//! A poll's bytes on the wire.

use wavecast_bench::stage::Stage;
use wavecast_bench::web::{Page, Web};

/// What a device gets that has nothing, that has it already, and that takes gzip.
async fn polls(rows: usize) -> [Page; 3] {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::disk(folder.path()).await;
    stage.moving().await;
    stage.world.crowd(&stage.scope, rows, 1).await.unwrap();
    stage.world.publisher.publish(&stage.scope).await.unwrap();
    let port = stage.serve().await;
    let path = format!("/{}/latest.ndjson", stage.scope);
    let asked = tokio::task::spawn_blocking(move || {
        let mut web = Web::connect(port);
        let whole = web.get(&path, None);
        let unchanged = web.get(&path, Some(&whole.etag));
        let packed = web.ask(&path, "Accept-Encoding: gzip\r\n");
        [whole, unchanged, packed]
    });
    asked.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_poll_weighs_the_same_whatever_the_table() {
    let mut unchanged = Vec::new();
    for (rows, most) in [(1, 2_600), (10, 6_500), (256, 112_000)] {
        let [whole, same, packed] = polls(rows).await;
        assert_eq!([whole.status, same.status, packed.status], [200, 304, 200]);
        let head = whole.bytes - whole.body.len();
        assert!(head < 512, "headers of a changed poll: {head} bytes");
        assert!(
            whole.body.len() < most,
            "{rows} rows: {} bytes",
            whole.body.len()
        );
        assert!(packed.bytes < whole.bytes, "{rows} rows: gzip adds bytes");
        unchanged.push(same.bytes);
    }
    assert!(
        unchanged.iter().all(|bytes| *bytes == unchanged[0]),
        "{unchanged:?}"
    );
    assert!(
        unchanged[0] < 400,
        "an unchanged poll: {} bytes",
        unchanged[0]
    );
}
