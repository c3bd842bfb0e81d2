//! Exit codes: scripts tell outcomes apart by them (`docs/cli.md`).

/// What a run came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exit {
    /// Something failed that no other code names.
    Failure = 1,
    /// The command line or the configuration can't be understood.
    Usage = 2,
    /// The rules refuse it; nothing was changed.
    Refused = 3,
    /// What it names doesn't exist.
    NotFound = 4,
    /// It was accepted, but isn't published yet; or the wait ended.
    Pending = 5,
    /// The server or the edge can't be reached.
    Unreachable = 6,
    /// Somebody else changed it meanwhile, or it exists with other content.
    Conflict = 7,
    /// The token is missing, wrong, or not allowed to do this.
    Denied = 8,
    /// Published bytes, or a device, failed verification.
    Untrusted = 9,
    /// This machine: a port in use, a data directory that is held or newer, a full disk.
    Machine = 10,
}

impl Exit {
    /// Every code with its meaning, for the help text.
    pub const TABLE: &[(u8, &'static str)] = &[
        (0, "it happened"),
        (1, "it failed"),
        (2, "the command line or configuration can't be understood"),
        (3, "the rules refuse it; nothing was changed"),
        (4, "what it names doesn't exist"),
        (5, "accepted but not published yet, or the wait ended"),
        (6, "the server or the edge can't be reached"),
        (7, "changed meanwhile, or exists with other content"),
        (8, "the token is missing, wrong or not allowed"),
        (9, "published bytes or a device failed verification"),
        (
            10,
            "this machine: port in use, data directory held or newer, disk full",
        ),
    ];

    /// As the process answers it.
    pub fn code(self) -> u8 {
        self as u8
    }
}
