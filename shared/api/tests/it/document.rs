//! The OpenAPI document is committed, and says what the router does.

use std::path::Path;

/// With this set, what is generated is written instead of compared.
const REWRITE: &str = "WAVECAST_REWRITE";

#[test]
fn the_committed_document_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let document = wavecast_api::document();
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, &document).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        document == committed,
        "shared/api/openapi.json is stale: run this test with {REWRITE}=1"
    );
}
