//! Names of objects in the staging place, checked before they are any.

use wavecast_engine::port::PortError;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{AppName, OrgName};

/// Where files are.
pub(super) const FILES: &str = "files/";
/// Where the states of unfinished uploads are.
pub(super) const UPLOADS: &str = "uploads/";

/// A file.
pub(super) fn file(space: &str, sha256: Sha256) -> Result<String, PortError> {
    check_space(space)?;
    Ok(format!("{FILES}{space}/{sha256}"))
}

/// The state of an upload.
pub(super) fn upload(id: &str) -> Result<String, PortError> {
    let alphabet = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if (1..=64).contains(&id.len()) && id.bytes().all(alphabet) {
        return Ok(format!("{UPLOADS}{id}"));
    }
    Err(PortError::Refused(String::from(
        "upload id: must be 1 to 64 of A-Z, a-z, 0-9, '-', '_'",
    )))
}

/// Refuses what isn't `org/app`.
fn check_space(space: &str) -> Result<(), PortError> {
    let is_space = space
        .split_once('/')
        .is_some_and(|(org, app)| org.parse::<OrgName>().is_ok() && app.parse::<AppName>().is_ok());
    if is_space {
        return Ok(());
    }
    Err(PortError::Refused(String::from(
        "space: must be organization/application",
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_spaces_name_nothing_else() {
        for id in ["", ".", "a/b", "a.b", "ä", "a\0", &"a".repeat(65)] {
            assert!(upload(id).is_err(), "{id}");
        }
        assert_eq!(upload("01K-a_Z").unwrap(), "uploads/01K-a_Z");
        let sha256 = Sha256([0; 32]);
        for space in [
            "",
            "acme",
            "acme/",
            "/lamp",
            "../lamp",
            "acme/lamp/x",
            "Acme/lamp",
        ] {
            assert!(file(space, sha256).is_err(), "{space}");
        }
        let path = format!("files/acme/lamp/{}", "0".repeat(64));
        assert_eq!(file("acme/lamp", sha256).unwrap(), path);
    }
}
