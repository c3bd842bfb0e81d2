//! Holds the judge against the cases of the official JSON Schema test suite, in a directory that is
//! named: `tests/schema/run` brings them. The last line is the count.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "it prints what it found, and what it can't read ends it"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::Value;
use wavecast_schema::judge;

/// What makes a case one of several documents, or of another dialect: not offered.
const NOT_OFFERED: [&str; 6] = [
    "\"$id\"",
    "\"$dynamicRef\"",
    "\"$dynamicAnchor\"",
    "\"$vocabulary\"",
    "\"http://",
    "\"https://json-schema.org/draft/2020-12/schema\"}",
];

/// How the cases of one file ended.
#[derive(Default)]
struct Count {
    passed: usize,
    failed: usize,
    beside: usize,
}

fn main() -> ExitCode {
    let folder: PathBuf = std::env::args_os().nth(1).expect("a directory").into();
    let files = std::fs::read_dir(&folder).expect("the directory");
    let mut files: Vec<PathBuf> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    let mut count = Count::default();
    for file in &files {
        let text = std::fs::read_to_string(file).expect("text");
        let groups: Vec<Value> = serde_json::from_str(&text).expect("a list of groups");
        let name = file.file_name().expect("a name").to_string_lossy();
        groups
            .iter()
            .for_each(|group| hold(&name, group, &mut count));
    }
    println!(
        "{} cases beside the one document: not offered",
        count.beside
    );
    println!("{} passed, {} failed", count.passed, count.failed);
    match count.failed == 0 && count.passed > 500 {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn hold(file: &str, group: &Value, count: &mut Count) {
    let cases = group["tests"].as_array().expect("cases");
    let mut schema = group["schema"].clone();
    if let Some(keywords) = schema.as_object_mut() {
        keywords.remove("$schema");
    }
    let text = schema.to_string();
    if NOT_OFFERED.iter().any(|word| text.contains(word)) {
        count.beside += cases.len();
        return;
    }
    let values: Vec<Value> = cases.iter().map(|case| case["data"].clone()).collect();
    let said = judge(&schema, &values);
    for (place, case) in cases.iter().enumerate() {
        let valid = said.as_ref().map(|said| said[place].is_empty());
        if valid.as_ref().ok() == case["valid"].as_bool().as_ref() {
            count.passed += 1;
        } else {
            count.failed += 1;
            println!(
                "{file}: {}: {}: {valid:?}",
                group["description"], case["description"]
            );
        }
    }
}
