//! What a model may do, and the rules that can be taken away to see that each is needed.

/// How much of everything there is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Bounds {
    /// Publishers, each in a process of its own.
    pub publishers: usize,
    /// Whether something is at the edge already; else the channel is new.
    pub published: bool,
    /// Changes that an admin commits.
    pub commits: u8,
    /// Times that freshness runs out.
    pub renewals: u8,
    /// Processes that die; each begins anew.
    pub crashes: u8,
    /// Answers of writes that are lost. Such a write landed, or it is still on its way and lands
    /// at any later moment, or never.
    pub losses: u8,
    /// Times that the signer loses its keys, for good.
    pub outages: u8,
    /// Times that the ledger is restored from a backup, with all processes stopped.
    pub restores: u8,
    /// Times that somebody removes one of the two pointers from the edge.
    pub damages: u8,
}

/// A rule that is taken away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Without {
    /// None.
    Nothing,
    /// The seal compares with the head that it read.
    SealCompares,
    /// A pointer is replaced only if it still has the ETag that was read.
    SwapCompares,
    /// A pointer is replaced only by a higher number.
    SwapLooks,
    /// What was sealed is finished before anything new is sealed.
    FinishFirst,
    /// The edge is read before the head that it is compared with.
    EdgeFirst,
    /// A missing pointer is created only while the head still holds its number.
    MissingLooks,
    /// An edge that is ahead fences.
    Fence,
    /// Targets and snapshot are there before a pointer names them.
    ContentFirst,
}

/// A model.
#[derive(Clone, Copy, Debug)]
pub struct Protocol {
    /// How much there is.
    pub bounds: Bounds,
    /// What is missing.
    pub without: Without,
}
