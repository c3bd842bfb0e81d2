//! Every vector under `tests/vectors` at the top of the repository, run as any client would.
//!
//! Most files are written by hand. Those that hold hashes, signatures or whole channels are written
//! by `WAVECAST_WRITE_VECTORS=1 cargo test -p wavecast-wire`, and compared on every other run.

mod buckets;
mod channels;
mod choice;
mod signatures;
mod texts;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../tests/vectors", name]
        .iter()
        .collect()
}

/// The cases of a file.
pub fn cases(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(path(name)).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(!cases.is_empty(), "{name} has no cases");
    cases.clone()
}

/// Runs every case of a file; all that fail are named at once.
pub fn run(name: &str, check: impl Fn(&Value) -> Result<(), String>) {
    let cases = cases(name);
    let failures: Vec<_> = cases
        .iter()
        .enumerate()
        .filter_map(|(index, case)| {
            check(case)
                .err()
                .map(|why| format!("{name} {index}: {why}\n  {case}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Compares a generated file with the committed one, or writes it when told to.
pub fn settle(name: &str, description: &str, cases: &[Value]) {
    let mut text = format!(
        "{{\n  \"description\": {},\n  \"cases\": [\n",
        Value::from(description)
    );
    let lines: Vec<_> = cases.iter().map(|case| format!("    {case}")).collect();
    text += &lines.join(",\n");
    text += "\n  ]\n}\n";
    if std::env::var_os("WAVECAST_WRITE_VECTORS").is_some() {
        fs::write(path(name), &text).unwrap();
    }
    let committed = fs::read_to_string(path(name)).unwrap();
    assert_eq!(
        committed, text,
        "{name} is stale: run with WAVECAST_WRITE_VECTORS=1"
    );
}

/// A text member of a case.
pub fn text<'a>(case: &'a Value, member: &str) -> &'a str {
    case[member]
        .as_str()
        .unwrap_or_else(|| panic!("{member} of {case}"))
}

/// `Err` with both sides when they differ.
pub fn same<T: PartialEq + std::fmt::Debug>(got: T, wanted: T) -> Result<(), String> {
    if got == wanted {
        Ok(())
    } else {
        Err(format!("got {got:?}, wanted {wanted:?}"))
    }
}
