//! An admin at work: ships releases and uploads files without pause, and notes what was answered
//! with success. All of that must be there afterwards, whatever came in between.

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;
use wavecast_client::{ClientError, UploadFile, types};
use wavecast_wire::hash::Sha256;

use super::Place;
use super::place::{Answered, sent, verb};

/// Something that was answered with success.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A package is ready; its list.
    Packed(String, String),
    /// A release reaches this much of everybody.
    Reached(String, f64),
    /// A publication is at the edge.
    Shown(u64),
    /// So many bytes of an upload's parts are here.
    Part(Upload, u64),
    /// All of it is here.
    Uploaded(Upload),
}

/// A file by what its bytes are made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Upload {
    /// The seed of its bytes.
    pub seed: u64,
    /// How many.
    pub size: usize,
}

/// What was answered, in order; and every error that came instead.
#[derive(Default)]
pub struct Deeds {
    done: Mutex<Vec<Deed>>,
    errors: Mutex<Vec<String>>,
    told: Notify,
}

impl Deed {
    /// Whether it is a change of a release, or a publication of one.
    pub fn is_change(&self) -> bool {
        matches!(self, Self::Packed(..) | Self::Reached(..) | Self::Shown(_))
    }
}

impl Upload {
    pub fn bytes(self) -> Vec<u8> {
        let mut word = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut bytes = Vec::with_capacity(self.size + 8);
        while bytes.len() < self.size {
            word ^= word << 13;
            word ^= word >> 7;
            word ^= word << 17;
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        bytes.truncate(self.size);
        bytes
    }
}

impl Deeds {
    /// Waits until so many things of a kind are done.
    pub async fn wait(&self, count: usize, of: impl Fn(&Deed) -> bool) {
        loop {
            let told = self.told.notified();
            if self
                .done
                .lock()
                .unwrap()
                .iter()
                .filter(|deed| of(deed))
                .count()
                >= count
            {
                return;
            }
            told.await;
        }
    }

    /// What was answered with success, in order.
    pub fn done(&self) -> Vec<Deed> {
        self.done.lock().unwrap().clone()
    }

    /// Every error that came.
    pub fn errors(&self) -> Vec<String> {
        self.errors.lock().unwrap().clone()
    }

    fn note(&self, deed: Deed) {
        self.done.lock().unwrap().push(deed);
        self.told.notify_waiters();
    }

    /// Answers what was answered; an error is noted.
    fn heard<T>(&self, answered: Answered<T>) -> Option<T> {
        answered
            .map_err(|error| self.errors.lock().unwrap().push(whole(&error)))
            .ok()
    }

    fn shown(&self, publications: &[types::Publication]) {
        for publication in publications {
            if let Some(seq) = publication.seq {
                self.note(Deed::Shown(seq));
            }
        }
    }
}

/// An error with all that the server said.
fn whole(error: &ClientError) -> String {
    match error {
        ClientError::Problem { problem, .. } => format!("{} {error}", problem.status),
        other => format!("no answer: {other}"),
    }
}

impl Place {
    /// Ships versions from `major.0.0` on, each in three steps, until something is refused.
    pub async fn ship_on(&self, deeds: &Deeds, major: u64) {
        if self.conclude_what_moves(deeds).await.is_none() {
            return;
        }
        for minor in 0.. {
            if self
                .ship_one(deeds, &format!("{major}.{minor}.0"))
                .await
                .is_none()
            {
                return;
            }
        }
    }

    /// Brings to everybody what was left on its way: else nothing new may start.
    pub async fn conclude_what_moves(&self, deeds: &Deeds) -> Option<()> {
        let list = self.client.list_releases().org(&self.org).app(&self.app);
        let list = list.channel("stable").status(types::ReleaseStatus::Active);
        for release in deeds.heard(sent!(list))?.items {
            let body = types::RampRelease {
                to: "100%".to_owned(),
                keep_open: None,
                only: [].into(),
            };
            let change = deeds.heard(verb!(self, ramp_release, &release.id, body))?;
            deeds.note(Deed::Reached(release.id, 100.0));
            deeds.shown(&change.publications);
        }
        Some(())
    }

    async fn ship_one(&self, deeds: &Deeds, version: &str) -> Option<()> {
        let package = deeds.heard(self.pack(version, "").await)?;
        if package.status != types::PackageStatus::Ready {
            // Checked later: that is no success yet.
            return None;
        }
        deeds.note(Deed::Packed(version.to_owned(), package.list));
        let mut body = self.release("stable", version);
        (body.start, body.share) = (Some(true), Some("10%".to_owned()));
        let change = deeds.heard(self.create(body).await)?;
        let release = change.release.as_ref()?.id.clone();
        deeds.note(Deed::Reached(release.clone(), 10.0));
        deeds.shown(&change.publications);
        for (to, reached) in [("50%", 50.0), ("100%", 100.0)] {
            let body = types::RampRelease {
                to: to.to_owned(),
                keep_open: None,
                only: Default::default(),
            };
            let change = deeds.heard(verb!(self, ramp_release, &release, body))?;
            deeds.note(Deed::Reached(release.clone(), reached));
            deeds.shown(&change.publications);
        }
        Some(())
    }

    /// Uploads files of this size, each with bytes of its own, until something is refused.
    pub async fn upload_on(&self, deeds: &Arc<Deeds>, first: u64, size: usize) {
        for seed in first.. {
            let upload = Upload { seed, size };
            let told = deeds.clone();
            let sent = Mutex::new(0);
            let progress = move |bytes| {
                let mut sent = sent.lock().unwrap();
                *sent += bytes;
                told.note(Deed::Part(upload, *sent));
            };
            let answered = self.upload_told(upload, Arc::new(progress)).await;
            if deeds.heard(answered).is_none() {
                return;
            }
            deeds.note(Deed::Uploaded(upload));
        }
    }

    async fn upload_told(
        &self,
        upload: Upload,
        progress: Arc<dyn Fn(u64) + Send + Sync>,
    ) -> Answered<bool> {
        let bytes = upload.bytes();
        let sha256 = Sha256::of(&bytes).to_string();
        let path = self.scratch.path().join(&sha256);
        std::fs::write(&path, &bytes).unwrap();
        let file = UploadFile {
            org: &self.org,
            app: &self.app,
            path: &path,
            sha256: &sha256,
            size: bytes.len() as u64,
            progress,
        };
        let answered = self.client.upload_file(file).await;
        std::fs::remove_file(&path).unwrap();
        answered
    }

    /// All that was answered with success is there.
    pub async fn must_have(&self, deeds: &[Deed]) {
        for deed in deeds {
            match deed {
                Deed::Packed(version, list) => {
                    let get = self.client.get_package().org(&self.org).app(&self.app);
                    let package = sent!(get.name("thing").version(version)).unwrap();
                    let found = (package.status, &package.list);
                    assert_eq!(found, (types::PackageStatus::Ready, list), "{deed:?}");
                }
                Deed::Reached(release, least) => {
                    let share = self.look(release).await.share;
                    let share: f64 = share.trim_end_matches('%').parse().unwrap();
                    assert!(share >= *least, "{deed:?}, and it reaches {share}%");
                }
                Deed::Shown(seq) => assert!(self.seq("stable").await >= *seq, "{deed:?}"),
                Deed::Part(upload, bytes) => {
                    let here = self.begun(*upload).await;
                    assert!(here.is_none_or(|here| here >= *bytes), "{deed:?}: {here:?}");
                }
                Deed::Uploaded(upload) => {
                    assert_eq!(self.begun(*upload).await, None, "{deed:?}");
                }
            }
        }
    }

    /// Bytes of an upload that are here; `None` for all of it.
    async fn begun(&self, upload: Upload) -> Option<u64> {
        let body = types::BeginUpload {
            sha256: Sha256::of(&upload.bytes()).to_string(),
            size: upload.size as u64,
        };
        let begin = self.client.begin_upload().org(&self.org).app(&self.app);
        let begun = sent!(begin.body(body)).unwrap();
        // An upload of one part is begun without a look at what arrived.
        let id = begun
            .id
            .filter(|_| begun.status == types::UploadStatus::Open)?;
        let get = self
            .client
            .get_upload()
            .org(&self.org)
            .app(&self.app)
            .id(id);
        let here = sent!(get).unwrap().received;
        Some(here.iter().map(|part| part.size).sum())
    }

    /// Waits until nothing is pending, and everything that was sealed is at the edge.
    pub async fn settled(&self, what: &str) {
        let quiet = async || {
            let status = self.status("stable").await;
            let edge = status.edge.as_ref()?;
            (status.pending.is_empty() && edge.written).then_some(())
        };
        self.until(what, quiet).await;
    }

    /// The audit trail is one line: every revision once, none missing. Answers how many.
    pub async fn must_be_one_history(&self) -> u64 {
        let (mut revisions, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let mut list = self.client.list_events().org(&self.org).app(&self.app);
            list = list.limit(200_u64);
            if let Some(cursor) = cursor {
                list = list.cursor(cursor);
            }
            let page = sent!(list).unwrap();
            revisions.extend(page.items.iter().map(|event| event.revision));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let count = revisions.len() as u64;
        let last = revisions.first().copied().unwrap_or(0);
        let first = last + 1 - count;
        revisions.reverse();
        assert_eq!(revisions, Vec::from_iter(first..=last));
        count
    }
}
