//! The data directory, where there is one here.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Check;
use crate::config::{DATA_DIR, TOKEN_FILE};
use crate::error::Failure;

/// Looks at the data directory without opening it, so that a running server isn't disturbed.
pub fn checks() -> Vec<Check> {
    let data = std::env::var_os("WAVECAST_DATA").unwrap_or_else(|| DATA_DIR.into());
    let data = Path::new(&data);
    if !data.is_dir() {
        return vec![Check::skipped(
            "data",
            format!("{} isn't here", data.display()),
        )];
    }
    vec![secrets(data), writable(data)]
}

fn secrets(data: &Path) -> Check {
    let what = "secrets";
    let exposed = [TOKEN_FILE, "keys"]
        .iter()
        .map(|name| data.join(name))
        .find(|path| {
            std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
        });
    match exposed {
        None => Check::ok(what, "only you can read them"),
        Some(path) => Check::bad(
            what,
            Failure::failed(format!("others can read {}", path.display())).hint(format!(
                "chmod go-rwx {}, and rotate what others may have read",
                path.display()
            )),
        ),
    }
}

fn writable(data: &Path) -> Check {
    let what = "data";
    match tempfile::tempfile_in(data.join("staging")).and_then(|file| file.set_len(1)) {
        Ok(()) => Check::ok(what, format!("{} can be written", data.display())),
        Err(error) => Check::bad(what, Failure::file("write in", data, &error)),
    }
}
