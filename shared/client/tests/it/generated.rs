//! `src/generated.rs` is committed; it is generated anew here and compared.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use progenitor::{GenerationSettings, Generator, InterfaceStyle};

use crate::lower::lower;

/// With this set, what is generated is written instead of compared.
const REWRITE: &str = "WAVECAST_REWRITE";

const HEAD: &str =
    "//! Generated from `shared/api/openapi.json` by this crate's tests; don't edit.\n\n";

#[test]
fn the_committed_client_is_what_the_document_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/generated.rs");
    let generated = format(&generate());
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        generated == committed,
        "shared/client/src/generated.rs is stale: run this test with {REWRITE}=1"
    );
}

fn generate() -> String {
    let document = serde_json::from_str(&wavecast_api::document()).unwrap();
    let lowered = serde_json::from_value(lower(document)).unwrap();
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_map_type("::std::collections::BTreeMap");
    let tokens = Generator::new(&settings).generate_tokens(&lowered).unwrap();
    format!("{HEAD}{tokens}")
}

fn format(code: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = rustfmt.stdin.take().unwrap();
    let code = code.to_owned();
    let writer = std::thread::spawn(move || input.write_all(code.as_bytes()).unwrap());
    let output = rustfmt.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "rustfmt failed");
    // Its examples are no code: as doctests they would only ever be counted as ignored.
    String::from_utf8(output.stdout)
        .unwrap()
        .replace("```ignore", "```text")
}
