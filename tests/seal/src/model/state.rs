//! Ledger, edge, and where every publisher stands.

/// Publications are numbered below this.
pub const SEQS: usize = 8;

/// Signed bytes, told apart by what they say and who signed them.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Sig {
    /// The publication's number.
    pub seq: u8,
    /// The revision that it shows.
    pub rev: u8,
    /// The publisher that signed it.
    pub by: u8,
    /// Whether that was after the restore.
    pub after: bool,
}

/// The bytes of one publication. Targets and snapshot always come together.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Sealed {
    /// The timestamp.
    pub timestamp: Sig,
    /// Targets and snapshot: this publication's, or an older one's that still stand.
    pub content: Sig,
}

/// `domain::head::Head`.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Head {
    pub seq: u8,
    pub rev: u8,
    pub sealed: Option<Sealed>,
    pub written: bool,
    /// When it was issued: it is renewed when time has passed since.
    pub issued: u8,
    pub fence: Option<u8>,
}

/// Why a publication is pending.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Trouble {
    Keys,
    Fenced(u8),
}

/// A wanted publication: `control::PublicationState`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Wanted {
    pub rev: u8,
    /// The ledger's revision of it.
    pub at: u8,
    pub trouble: Option<Trouble>,
    pub shown: Option<u8>,
}

/// All that a commit can change.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Ledger {
    pub head: Head,
    /// The ledger's revision of the head; 0 when there is none.
    pub at: u8,
    /// The application's revision, and the one that last changed the channel.
    pub rev: u8,
    pub changed: u8,
    pub wanted: Vec<Wanted>,
    pub adopted: Option<u8>,
}

/// One of the two mutable objects.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Pointer {
    Timestamp,
    Latest,
}

/// What devices read. A pointer shows whole bytes, or nothing.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Edge {
    pub timestamp: Option<Sig>,
    pub latest: Option<Sealed>,
    pub targets: [Option<Sig>; SEQS],
    pub snapshot: [Option<Sig>; SEQS],
}

impl Edge {
    /// The timestamp that a pointer shows.
    #[must_use]
    pub fn shown(&self, pointer: Pointer) -> Option<Sig> {
        match pointer {
            Pointer::Timestamp => self.timestamp,
            Pointer::Latest => self.latest.map(|sealed| sealed.timestamp),
        }
    }
}

/// Both pointers, as a publisher found them.
pub type Pair = [Option<Sig>; 2];

/// What a publisher read, and goes by until it looks again.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct View {
    pub head: Head,
    pub at: u8,
    /// Not kept beyond the seal.
    pub rev: u8,
    pub changed: u8,
    /// The pointers as they were found; not kept beyond their swaps.
    pub found: Pair,
}

/// How the edge stands to a head.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Stands {
    Same,
    Behind,
    Ahead(u8),
}

/// A write: it lands whole, or not at all.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Write {
    /// The head, if it still has this revision, with marks on these publications at theirs.
    Commit {
        head: Option<(Head, u8)>,
        marks: Vec<(u8, u8, Wanted)>,
    },
    /// A create if absent.
    Targets(Sig),
    Snapshot(Sig),
    /// A create if absent, or a replace if it still shows this.
    Point(Pointer, Sealed, Option<Sig>),
}

/// The next call of a publisher. The names are those of the engine's functions.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum At {
    /// `publish`: nothing to do yet, or a turn begins. `Publisher::look`, two readings.
    Look,
    LookLatest(Option<Sig>),
    /// `Publisher::read`: head and state, and then `Publisher::compare`.
    Read(Pair),
    /// The same the other way round, without the rule that the edge goes first.
    LateTimestamp(View),
    LateLatest(View),
    /// `Publisher::wanted`, in `turn`: there is nothing to publish.
    Wanted(View),
    /// `Publisher::swap_head` of `bring`, and what it reads after an unknown outcome.
    Seal(View, Head),
    SealRead(View, Head),
    /// `Publisher::create`, from `write_content`, and what it reads after a conflict.
    Targets(View),
    TargetsRead(View),
    TargetsLook(View),
    Snapshot(View),
    SnapshotRead(View),
    SnapshotLook(View),
    /// `Publisher::swap`, after a lost race or an unknown answer: the first time it goes by what was
    /// found.
    Swap(View, Pointer),
    SwapNotLower(View, Pointer, u8),
    SwapMissing(View, Pointer),
    SwapWrite(View, Pointer, Option<Sig>),
    /// The end of `Publisher::write`: both are read back.
    Back(View, Pointer),
    /// `Publisher::wanted`, in `finish`.
    WantedAfter(View),
    /// `Publisher::settle`, from `mark`; whether it ends the call when it lands, and how else.
    Mark(View, Vec<(u8, u8, Wanted)>, After),
    /// `Publisher::fence`: `is_adopted`, then one of two commits, each read after an unknown outcome.
    Adopted(View, u8),
    GoAbove(View, Head),
    GoAboveRead,
    Fence(View, Head),
    FenceRead(View, Head),
    /// `Publisher::note_trouble`.
    Trouble(Trouble),
    Complain(Trouble, Vec<(u8, u8, Wanted)>),
}

/// What follows a mark.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum After {
    /// Nothing was sealed: it is done, whether the mark landed or not.
    Over,
    /// It was finished: done if the mark landed, else another turn.
    OverIfMarked,
    /// Another turn: more is wanted.
    Again,
}

/// The whole.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct State {
    pub ledger: Ledger,
    pub edge: Edge,
    pub publishers: Vec<At>,
    /// Writes that were sent, whose senders gave up waiting.
    pub flying: Vec<Write>,
    pub now: u8,
    pub keys: bool,
    pub backup: Option<Ledger>,
    pub restored: bool,
    /// What is left of the bounds.
    pub commits: u8,
    pub renewals: u8,
    pub crashes: u8,
    pub losses: u8,
    pub outages: u8,
    pub damages: u8,
    /// The highest number that each pointer ever showed: devices have seen it.
    pub seen: [u8; 2],
    /// Whether a pointer was ever removed.
    pub damaged: bool,
    /// The first rule that was broken.
    pub broken: Option<&'static str>,
}
