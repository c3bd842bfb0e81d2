//! The repository's client: the real binary, and what it keeps.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output};

use crate::repository::Repository;

impl Repository {
    pub fn refresh(&self) -> Output {
        self.run(&[
            "--metadata-url",
            &format!("{}/metadata", self.url),
            "refresh",
        ])
    }

    pub fn download(&self, names: &[&str]) -> Output {
        let (metadata, targets) = (
            format!("{}/metadata/", self.url),
            format!("{}/targets/", self.url),
        );
        let folder = self.client.path().join("targets");
        let mut line = vec!["--metadata-url", &metadata, "--target-base-url", &targets];
        line.extend(["--target-dir", folder.to_str().unwrap()]);
        for name in names {
            line.extend(["--target-name", name]);
        }
        line.push("download");
        self.run(&line)
    }

    /// What the client has in its folder of metadata or of targets.
    pub fn kept(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.client.path().join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let named = |path: std::path::PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        };
        paths.map(named).collect()
    }

    /// One run of the client.
    pub fn run(&self, line: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tuf-client"))
            .arg("--metadata-dir")
            .arg(self.client.path().join("metadata"))
            .args(line)
            .output()
            .unwrap()
    }
}

/// Standard error of a run that had to fail.
pub fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A run that had to succeed.
pub fn accepted(output: &Output) {
    assert!(output.status.success(), "{output:?}");
}
