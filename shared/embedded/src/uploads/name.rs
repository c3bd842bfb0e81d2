//! Names that stand in paths, checked before they do.

use std::path::{Path, PathBuf};

use wavecast_engine::port::PortError;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{AppName, OrgName};

/// Number and hash in the name of a part's file.
pub(super) fn read_part_name(name: &str) -> Option<(u32, Sha256)> {
    let (number, sha256) = name.split_once('-')?;
    Some((number.parse().ok()?, sha256.parse().ok()?))
}

/// Refuses an id that could name anything but a folder of its own.
pub(super) fn check_id(id: &str) -> Result<(), PortError> {
    let alphabet = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if (1..=64).contains(&id.len()) && id.bytes().all(alphabet) {
        return Ok(());
    }
    Err(PortError::Refused(String::from(
        "upload id: must be 1 to 64 of A-Z, a-z, 0-9, '-', '_'",
    )))
}

/// `org/app`, as a folder that can lead nowhere else.
pub(super) fn space_folder(space: &str) -> Result<PathBuf, PortError> {
    let wrong = |_| PortError::Refused(String::from("space: must be organization/application"));
    let (org, app) = space.split_once('/').ok_or(()).map_err(wrong)?;
    let org: OrgName = org.parse().map_err(|_| ()).map_err(wrong)?;
    let app: AppName = app.parse().map_err(|_| ()).map_err(wrong)?;
    Ok(Path::new(org.as_str()).join(app.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_spaces_lead_nowhere_else() {
        for id in ["", ".", "..", "a/b", "a.b", "ä", "a\0", &"a".repeat(65)] {
            assert!(check_id(id).is_err(), "{id}");
        }
        assert!(check_id("01K-a_Z").is_ok());
        for space in [
            "",
            "acme",
            "acme/",
            "/lamp",
            "../lamp",
            "acme/..",
            "acme/lamp/x",
            "Acme/lamp",
        ] {
            assert!(space_folder(space).is_err(), "{space}");
        }
        assert_eq!(space_folder("acme/lamp").unwrap(), Path::new("acme/lamp"));
    }

    #[test]
    fn only_whole_part_names_count() {
        let name = format!("00012-{}", Sha256([1; 32]));
        assert_eq!(read_part_name(&name), Some((12, Sha256([1; 32]))));
        for name in ["state.json", "00012", "00012-abc", "x-y"] {
            assert_eq!(read_part_name(name), None, "{name}");
        }
    }
}
