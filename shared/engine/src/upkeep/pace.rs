//! How much of everything one tick does.

/// The bounds of one tick.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pace {
    /// Things that are handed over at most.
    pub handed: usize,
    /// Publications that are handed over at once. More of them are the backlog of an outage: what is
    /// above waits with the renewals, so that it takes no place from a command of now.
    pub direct: usize,
    /// Things that may wait with the workers before no renewal and no repair is added. A backlog of
    /// publications fills half of it at most, so that it never keeps renewals out.
    pub queued: usize,
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
        direct: usize::MAX,
        queued: usize::MAX,
        channels: 200,
        round: 0,
    };

    /// A cloud that bills every call, with a tick each minute: 100,000 channels are compared once a
    /// day, and a few of them every ten minutes.
    pub const BILLED: Self = Self {
        handed: 5000,
        direct: 20,
        queued: 5000,
        channels: 70,
        round: 600,
    };
}
