//! The open file, and opening it anew after the disk failed under it.

use std::sync::{Arc, PoisonError, RwLock};

use redb::{Builder, Database, ReadableDatabase as _, WriteTransaction};
use wavecast_engine::port::PortError;

use super::commit::Stop;
use super::schema::COUNTS;
use crate::fault;
use crate::home::Home;

/// Bytes that redb may keep in memory; its own default is a gigabyte.
const CACHE_BYTES: usize = 64 << 20;

/// The open file. redb refuses all work after one failed read or write until it is opened anew;
/// so that a full disk needs no restart once there is room again, that happens here.
pub(super) struct LedgerFile {
    home: Arc<Home>,
    state: RwLock<State>,
}

/// What is open.
struct State {
    /// `None` while it can't be opened.
    database: Option<Database>,
    /// Counts the openings.
    generation: u64,
    /// Commits that the file held when it was opened.
    commits: u64,
}

fn open_database(home: &Home) -> Result<(Database, u64), redb::Error> {
    let database = Builder::new()
        .set_cache_size(CACHE_BYTES)
        .open(home.ledger())?;
    let counts = database.begin_read()?.open_table(COUNTS)?;
    let commits = counts.get("commits")?.map_or(0, |count| count.value());
    Ok((database, commits))
}

impl LedgerFile {
    pub(super) fn open(home: Arc<Home>) -> Result<Self, redb::Error> {
        let (database, commits) = open_database(&home)?;
        let state = State {
            database: Some(database),
            generation: 0,
            commits,
        };
        Ok(Self {
            home,
            state: RwLock::new(state),
        })
    }

    /// Runs a reading. After a failure of the disk the file is opened anew and read once more.
    pub(super) fn read<T>(
        &self,
        reading: impl Fn(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, PortError> {
        let (generation, first) = self.with(&reading)?;
        first.or_else(|error| {
            self.reopen(generation, &error)?;
            self.with(&reading)?.1.map_err(|error| self.lost(&error))
        })
    }

    /// Runs one write transaction and commits it.
    pub(super) fn commit(
        &self,
        mut work: impl FnMut(&WriteTransaction) -> Result<u64, Stop>,
    ) -> Result<(), PortError> {
        let (mut generation, mut outcome) = self.with(|database| attempt(database, &mut work))?;
        if let Outcome::Before(error @ redb::Error::PreviousIo) = &outcome {
            // Somebody else's failure: what the disk says to this commit is yet to be seen.
            self.reopen(generation, error)?;
            (generation, outcome) = self.with(|database| attempt(database, &mut work))?;
        }
        match outcome {
            Outcome::Done => Ok(()),
            Outcome::Conflict => Err(PortError::Conflict),
            Outcome::Before(error) => {
                self.reopen(generation, &error)?;
                Err(self.lost(&error))
            }
            Outcome::During(number, error) => Err(self.verdict(generation, number, &error)),
        }
    }

    /// What became of a commit that failed in its midst. The file itself knows whether it is there:
    /// opening it shows the last commit that is whole.
    fn verdict(&self, generation: u64, number: u64, error: &redb::Error) -> PortError {
        let unknown = PortError::Unknown(self.describe(error));
        if self.reopen(generation, error).is_err() {
            return unknown;
        }
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        // Opened more than once since, the count may be another commit's.
        let is_ours = state.generation == generation + 1;
        if is_ours && state.commits < number {
            self.lost(error)
        } else {
            unknown
        }
    }

    /// Runs work on the open file; answers with the generation that it saw.
    fn with<T>(&self, work: impl FnOnce(&Database) -> T) -> Result<(u64, T), PortError> {
        {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(database) = &state.database {
                return Ok((state.generation, work(database)));
            }
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        self.fill(&mut state)?;
        let generation = state.generation;
        match &state.database {
            Some(database) => Ok((generation, work(database))),
            None => Err(PortError::Lost(String::from("the ledger is closed"))),
        }
    }

    /// Closes and opens the file, unless somebody did since `generation`, or unless `error` isn't
    /// the disk's.
    fn reopen(&self, generation: u64, error: &redb::Error) -> Result<(), PortError> {
        if !matches!(error, redb::Error::Io(_) | redb::Error::PreviousIo) {
            return Err(self.lost(error));
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.generation == generation {
            state.database = None;
        }
        self.fill(&mut state)
    }

    fn fill(&self, state: &mut State) -> Result<(), PortError> {
        if state.database.is_none() {
            let (database, commits) =
                open_database(&self.home).map_err(|error| self.lost(&error))?;
            tracing::warn!("the ledger was opened anew after the disk failed");
            *state = State {
                database: Some(database),
                generation: state.generation + 1,
                commits,
            };
        }
        Ok(())
    }

    fn lost(&self, error: &redb::Error) -> PortError {
        match error {
            redb::Error::Io(error) => fault::lost("the ledger", self.home.dir(), error),
            redb::Error::Corrupted(_) => PortError::Setup(self.describe(error)),
            _ => PortError::Lost(self.describe(error)),
        }
    }

    fn describe(&self, error: &redb::Error) -> String {
        let path = self.home.ledger();
        match error {
            redb::Error::Io(error) if fault::is_full(error) => fault::full(self.home.dir()),
            redb::Error::Corrupted(reason) => format!(
                "{}: is corrupt ({reason}); stop, and put it back from a backup",
                path.display()
            ),
            _ => format!("{}: {error}", path.display()),
        }
    }
}

/// How far a transaction came.
enum Outcome {
    Done,
    Conflict,
    /// The commit had not begun.
    Before(redb::Error),
    /// The commit of this number had begun.
    During(u64, redb::Error),
}

fn attempt(
    database: &Database,
    work: &mut impl FnMut(&WriteTransaction) -> Result<u64, Stop>,
) -> Outcome {
    let transaction = match database.begin_write() {
        Ok(transaction) => transaction,
        Err(error) => return Outcome::Before(error.into()),
    };
    match work(&transaction) {
        Ok(number) => match transaction.commit() {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::During(number, error.into()),
        },
        Err(stop) => {
            // Dropping would abort, too; an error of that is the next transaction's to find.
            let _ = transaction.abort();
            match stop {
                Stop::Conflict => Outcome::Conflict,
                Stop::Storage(error) => Outcome::Before(error),
            }
        }
    }
}
