//! The firmware of the tour: the device agent that was just built, at several versions.

use std::path::{Path, PathBuf};

use crate::error::{Failure, Result};
use crate::exit::Exit;

/// The image's name in every package.
pub const IMAGE: &str = "lamp";

/// So much is left of the broken image: its head, and no code.
const BROKEN_BYTES: usize = 64 << 10;

/// What is released in the tour.
pub struct Images {
    /// The agent's binary.
    pub agent: PathBuf,
    place: PathBuf,
}

impl Images {
    /// Finds the agent beside this binary, and makes the images: the binary as it is, with a
    /// version behind it (which a binary ignores), and cut off early (which no device can run).
    ///
    /// # Errors
    /// There is no agent, or the disk refuses.
    pub fn make(place: &Path) -> Result<Self> {
        let agent = agent()?;
        let bytes = std::fs::read(&agent).map_err(|error| Failure::file("read", &agent, &error))?;
        let images = Self {
            agent,
            place: place.to_owned(),
        };
        images.write("1.0.0", &bytes)?;
        for version in ["1.1.0", "1.2.1"] {
            let marked = [bytes.as_slice(), format!("\nlamp {version}\n").as_bytes()].concat();
            images.write(version, &marked)?;
        }
        images.write("1.2.0", &bytes[..bytes.len().min(BROKEN_BYTES)])?;
        Ok(images)
    }

    /// The directory of a version's image.
    pub fn of(&self, version: &str) -> PathBuf {
        self.place.join(version)
    }

    /// What an interrupted tour made stays: the agent may have been built anew since, and a version
    /// never changes its content.
    fn write(&self, version: &str, bytes: &[u8]) -> Result {
        let path = self.of(version).join(IMAGE);
        if path.is_file() {
            return Ok(());
        }
        let failed = |error: &std::io::Error| Failure::file("write", &path, error);
        std::fs::create_dir_all(self.of(version)).map_err(|error| failed(&error))?;
        std::fs::write(&path, bytes).map_err(|error| failed(&error))
    }
}

/// The agent's binary beside this one.
fn agent() -> Result<PathBuf> {
    let own = std::env::current_exe().unwrap_or_default();
    let agent = own.with_file_name("wavecast-agent");
    if agent.is_file() {
        return Ok(agent);
    }
    Err(Failure::new(
        Exit::Machine,
        format!("the tour's firmware is missing: {}", agent.display()),
    )
    .hint("cargo build -p wavecast-agent, or start without --tour"))
}
