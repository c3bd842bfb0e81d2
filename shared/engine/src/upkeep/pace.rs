//! How much of everything one tick does.

/// The bounds of one tick.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pace {
    /// Things that are handed over at most.
    pub handed: usize,
    /// Channels whose edge is compared with the ledger.
    pub channels: usize,
    /// Seconds at least between the beginnings of two rounds of repair and sweep. A round of more
    /// channels than a tick compares goes on at the next tick.
    pub round: u32,
}

impl Pace {
    /// One machine, where looking costs nothing: all that is due, and a round with every tick.
    pub const ALONE: Self = Self {
        handed: usize::MAX,
        channels: 200,
        round: 0,
    };

    /// A cloud that bills every call, with a tick each minute: 100,000 channels are compared once a
    /// day, and a few of them every ten minutes.
    pub const BILLED: Self = Self {
        handed: 5000,
        channels: 70,
        round: 600,
    };
}
