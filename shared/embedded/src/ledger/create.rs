//! Making the file, once.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use redb::Builder;

use super::schema::{BY, COUNTS, DUE, ENTRIES, EXPIRY};
use crate::disk;
use crate::home::Home;

/// Makes the file with its tables, unless it is there.
pub(crate) fn create(home: &Home) -> io::Result<()> {
    if home.ledger().exists() {
        return disk::sync(home.dir());
    }
    // Made aside and renamed: a file that a crash left half made would never open again.
    let path = home.temp().join("ledger.redb");
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    make_tables(&path).map_err(|error| match error {
        redb::Error::Io(error) => error,
        error => io::Error::other(error),
    })?;
    File::open(&path)?.sync_all()?;
    std::fs::rename(&path, home.ledger())?;
    disk::sync(home.dir())
}

fn make_tables(path: &Path) -> Result<(), redb::Error> {
    let database = Builder::new().create(path)?;
    let transaction = database.begin_write()?;
    transaction.open_table(ENTRIES)?;
    transaction.open_table(DUE)?;
    transaction.open_table(BY)?;
    transaction.open_table(EXPIRY)?;
    transaction.open_table(COUNTS)?;
    transaction.commit()?;
    Ok(())
}
