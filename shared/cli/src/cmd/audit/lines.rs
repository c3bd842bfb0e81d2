//! Files of lines: what is exported, and what is read of it again.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Failure, Result};

/// Bytes of a line that is read: no event and no statement has as many.
const LINE_BYTES: u64 = 1024 * 1024;

/// A file that is written line by line. One that isn't finished is taken away: it would pass for all
/// that there was, and keep the next one from being written.
pub struct Lines {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    count: u64,
}

impl Lines {
    /// Where there is no such file yet.
    pub fn create(path: &Path) -> Result<Self> {
        let file = File::create_new(path).map_err(|error| unusable(path, "written", &error))?;
        Ok(Self {
            path: path.to_owned(),
            file: Some(BufWriter::new(file)),
            count: 0,
        })
    }

    pub fn put(&mut self, line: &str) -> Result {
        self.count += 1;
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        writeln!(file, "{line}").map_err(|error| unusable(&self.path, "written", &error))
    }

    /// All is written; answers how many lines.
    pub fn done(mut self) -> Result<u64> {
        if let Some(file) = &mut self.file {
            let synced = file.flush().and_then(|()| file.get_ref().sync_all());
            synced.map_err(|error| unusable(&self.path, "written", &error))?;
        }
        self.file = None;
        Ok(self.count)
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // It was to be a whole one; that it can't be removed changes nothing of the failure.
            std::fs::remove_file(&self.path).ok();
        }
    }
}

/// Reads a file line by line.
pub fn lines_of(path: &Path, mut each: impl FnMut(&str) -> Result) -> Result {
    let failed = |error: std::io::Error| unusable(path, "read", &error);
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    let mut line = String::new();
    loop {
        line.clear();
        let mut bounded = std::io::Read::take(&mut file, LINE_BYTES);
        if bounded.read_line(&mut line).map_err(failed)? == 0 {
            return Ok(());
        }
        each(line.trim_end_matches('\n'))?;
    }
}

fn unusable(path: &Path, what: &str, error: &std::io::Error) -> Failure {
    Failure::failed(format!("{} can't be {what}: {error}", path.display()))
}
