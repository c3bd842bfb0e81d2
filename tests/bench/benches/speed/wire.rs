//! What a poll weighs on the wire, headers included.

use wavecast_bench::stage::Stage;
use wavecast_bench::web::Web;

use crate::report::{Table, bytes};
use crate::{runtime, scratch};

pub fn run() {
    let runtime = runtime();
    let mut table = Table::new(
        "Bytes of one poll's answer, headers included",
        &["rows", "unchanged (304)", "changed", "changed, gzip"],
    );
    for rows in [1, 10, 256] {
        let (stage, port) = runtime.block_on(async {
            let stage = Stage::disk(scratch()).await;
            stage.moving().await;
            stage
                .world
                .crowd(&stage.scope, rows, 1)
                .await
                .expect("a crowd");
            stage
                .world
                .publisher
                .publish(&stage.scope)
                .await
                .expect("an edge");
            let port = stage.serve().await;
            (stage, port)
        });
        let path = format!("/{}/latest.ndjson", stage.scope);
        let mut web = Web::connect(port);
        let whole = web.get(&path, None);
        let unchanged = web.get(&path, Some(&whole.etag));
        let packed = web.ask(&path, "Accept-Encoding: gzip\r\n");
        assert_eq!(
            [whole.status, unchanged.status, packed.status],
            [200, 304, 200]
        );
        table.row([
            rows.to_string(),
            bytes(unchanged.bytes as f64),
            bytes(whole.bytes as f64),
            bytes(packed.bytes as f64),
        ]);
    }
    table.print();
}
