//! Whether this data has seen the tour.

use std::path::{Path, PathBuf};

use crate::error::{Failure, Result};

/// The tour's own directory in the data directory, and the marks in it.
pub struct Mark(PathBuf);

/// How far the tour came with this data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Seen {
    /// It never began.
    Never,
    /// It was interrupted.
    Begun,
    /// All of it.
    Whole,
}

impl Mark {
    /// Of a data directory.
    pub fn of(data: &Path) -> Self {
        Self(data.join("tour"))
    }

    /// The tour's own directory.
    pub fn place(&self) -> &Path {
        &self.0
    }

    /// How far it came.
    pub fn seen(&self) -> Seen {
        match (self.0.join("finished").exists(), self.0.exists()) {
            (true, _) => Seen::Whole,
            (false, true) => Seen::Begun,
            (false, false) => Seen::Never,
        }
    }

    /// It begins.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn begin(&self) -> Result {
        std::fs::create_dir_all(&self.0).map_err(|error| Failure::file("make", &self.0, &error))
    }

    /// It is over; what it made to ship may go.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn finish(&self) -> Result {
        for made in ["images", "site"] {
            std::fs::remove_dir_all(self.0.join(made)).ok();
        }
        let path = self.0.join("finished");
        std::fs::write(&path, "").map_err(|error| Failure::file("write", &path, &error))
    }
}
