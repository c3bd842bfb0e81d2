//! The same answer from the ledger, from the edge, and from a saved poll.

use super::stack::Stack;

#[test]
fn three_sources_give_one_answer() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack.run(&["ship", "dist", "--version", "1.0.0"]).code(0);
    stack.write("dist/index.html", "<p>two</p>");
    stack
        .run(&["ship", "dist", "--version", "1.1.0", "--to", "50%"])
        .code(0);
    let edge = format!("{}/acme/shop/stable", stack.edge);
    let saved = stack.data().join("edge/acme/shop/stable/latest.ndjson");
    let saved = saved.to_str().unwrap();
    let mut buckets = std::collections::BTreeSet::new();
    for device in ["3f9c", "lamp-17", "ü"] {
        let ask = ["explain", "--device", device, "--attribute", "os=ios"];
        let ledger = stack.json(&ask);
        assert_eq!(ledger["choice"]["kind"], "config", "{ledger}");
        assert_eq!(
            stack.json(&[&ask[..], &["--from-edge", &edge]].concat()),
            ledger
        );
        assert_eq!(
            stack.json(&[&ask[..], &["--offline", saved]].concat()),
            ledger
        );
        buckets.insert(ledger["rows"][0]["bucket"].as_u64().unwrap());
    }
    assert_eq!(buckets.len(), 3);
}
