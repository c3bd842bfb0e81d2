//! Slots: the files of releases, as directories, and the links that say which one runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use wavecast_device::download::Item;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::check_path;

use crate::cache::Cache;
use crate::{AgentError, Disk};

/// Files of a slot are read-only, because slots share them.
const FILE_MODE: u32 = 0o444;

/// The slots of a data directory.
#[derive(Clone)]
pub(crate) struct Slots {
    data: PathBuf,
    path: PathBuf,
    disk: Disk,
}

/// The hashes of a slot's files, by path.
type Listing = BTreeMap<String, Sha256>;

/// Files in slots, by their hash.
pub(crate) type Index = BTreeMap<Sha256, Vec<PathBuf>>;

impl Slots {
    pub fn open(data: &Path, disk: Disk) -> Result<Self, AgentError> {
        let path = data.join("slots");
        disk.make_dir(&path)?;
        Ok(Self {
            data: data.into(),
            path,
            disk,
        })
    }

    /// The directory of a slot.
    pub fn dir(&self, slot: u64) -> PathBuf {
        self.path.join(slot.to_string())
    }

    /// Builds a slot aside from the cache, and puts it in place whole. What lies under its number
    /// is left from a crash: no state names it.
    pub fn stage(&self, slot: u64, items: &[Item], cache: &Cache) -> Result<(), AgentError> {
        let (dir, aside) = (self.dir(slot), self.path.join(format!(".new-{slot}")));
        self.disk.remove_dir(&aside)?;
        self.disk.remove_dir(&dir)?;
        self.disk.make_dir(&aside)?;
        self.put_all(&aside, items, cache)?;
        self.list(slot, listing(items))?;
        self.disk.rename(&aside, &dir)?;
        self.disk.sync(&self.path)?;
        cache.forget(items);
        Ok(())
    }

    /// Adds files to a slot that runs, each in one piece.
    pub fn place(&self, slot: u64, items: &[Item], cache: &Cache) -> Result<(), AgentError> {
        self.put_all(&self.dir(slot), items, cache)?;
        let mut all = self.listed(slot);
        all.extend(listing(items));
        self.list(slot, all)?;
        cache.forget(items);
        Ok(())
    }

    /// Where in the slots which content should lie; whoever takes a file over checks its hash.
    pub fn index(&self) -> Index {
        let mut index = Index::new();
        for slot in self.numbers() {
            let dir = self.dir(slot);
            for (path, sha256) in self.listed(slot) {
                index.entry(sha256).or_default().push(dir.join(path));
            }
        }
        index
    }

    /// Makes `current` this slot and `previous` what it was. Repeating it changes nothing.
    pub fn switch_to(&self, slot: u64) -> Result<(), AgentError> {
        let (current, target) = (
            self.data.join("current"),
            Path::new("slots").join(slot.to_string()),
        );
        if let Ok(before) = fs::read_link(&current)
            && before != target
        {
            self.link("previous", &before)?;
        }
        self.link("current", &target)
    }

    /// Makes `current` this slot, or nothing, and forgets `previous`: it failed, or was left.
    pub fn return_to(&self, slot: Option<u64>) -> Result<(), AgentError> {
        match slot {
            Some(slot) => self.link("current", &Path::new("slots").join(slot.to_string()))?,
            None => self.disk.remove_file(&self.data.join("current"))?,
        }
        self.disk.remove_file(&self.data.join("previous"))?;
        self.disk.sync(&self.data)
    }

    /// Removes every slot that isn't among these.
    pub fn prune(&self, keep: &[u64]) -> Result<(), AgentError> {
        for slot in self
            .numbers()
            .into_iter()
            .filter(|slot| !keep.contains(slot))
        {
            self.disk.remove_dir(&self.dir(slot))?;
            self.disk.remove_file(&self.listing_path(slot))?;
        }
        let previous = self.data.join("previous");
        if fs::read_link(&previous).is_ok() && fs::metadata(&previous).is_err() {
            self.disk.remove_file(&previous)?;
        }
        Ok(())
    }

    fn numbers(&self) -> Vec<u64> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let mut slots: Vec<u64> = entries
            .filter_map(|entry| {
                entry
                    .file_name()
                    .to_str()?
                    .trim_end_matches(".files.json")
                    .parse()
                    .ok()
            })
            .collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    fn link(&self, name: &str, target: &Path) -> Result<(), AgentError> {
        let (link, aside) = (self.data.join(name), self.data.join(format!(".{name}.new")));
        self.disk.remove_file(&aside)?;
        self.disk.symlink(target, &aside)?;
        self.disk.rename(&aside, &link)?;
        self.disk.sync(&self.data)
    }

    fn listing_path(&self, slot: u64) -> PathBuf {
        self.path.join(format!("{slot}.files.json"))
    }

    fn list(&self, slot: u64, listing: Listing) -> Result<(), AgentError> {
        let path = self.listing_path(slot);
        let damaged = |error: serde_json::Error| AgentError::Damaged {
            path: path.clone(),
            why: error.to_string(),
        };
        self.disk
            .replace(&path, &serde_json::to_vec(&listing).map_err(damaged)?)
    }

    /// Without its listing a slot still runs; its files are just not taken over.
    fn listed(&self, slot: u64) -> Listing {
        let bytes = fs::read(self.listing_path(slot)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Puts files from the cache where they belong, and makes all of it durable.
    fn put_all(&self, dir: &Path, items: &[Item], cache: &Cache) -> Result<(), AgentError> {
        let mut dirs = BTreeSet::from([dir.to_owned()]);
        for item in items {
            let path = self.put(dir, item, cache)?;
            let parents = path.ancestors().skip(1).take_while(|parent| *parent != dir);
            dirs.extend(parents.map(Path::to_owned));
        }
        dirs.iter().try_for_each(|dir| self.disk.sync(dir))
    }

    /// Puts one file where it belongs, in one piece: the slot may run. The manifest's paths were
    /// checked when it was read; this is where a bad one would hurt.
    fn put(&self, dir: &Path, item: &Item, cache: &Cache) -> Result<PathBuf, AgentError> {
        let refused = |rule: &str| AgentError::Io {
            path: PathBuf::from(&item.path),
            source: std::io::Error::other(rule.to_owned()),
        };
        check_path(&item.path).map_err(refused)?;
        let (whole, path) = (cache.whole(item.sha256), dir.join(&item.path));
        if let Some(parent) = path.parent() {
            self.disk.make_dir(parent)?;
        }
        let aside = self.path.join(".file.new");
        self.disk.share(&whole, &aside)?;
        self.disk.set_mode(&aside, FILE_MODE)?;
        self.disk.rename(&aside, &path)?;
        // A rename onto another name of the same file does nothing, and leaves the old one.
        self.disk.remove_file(&aside)?;
        Ok(path)
    }
}

fn listing(items: &[Item]) -> Listing {
    items
        .iter()
        .map(|item| (item.path.clone(), item.sha256))
        .collect()
}
