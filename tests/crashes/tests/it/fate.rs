//! What may become of a write.

use wavecast_engine::testing::faulty::{Faults, Plan, Point};

/// The fate of one write.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// It lands, and the process is told that it may have.
    Landed,
    /// It doesn't land, and the process is told that it may have.
    Lost,
    /// It doesn't land, and the process is told so.
    Refused,
    /// It lands, and the process dies with it.
    LandedAndDead,
    /// It doesn't land, and the process dies with it.
    LostAndDead,
}

impl Fate {
    pub const ALL: [Self; 5] = [
        Self::Landed,
        Self::Lost,
        Self::Refused,
        Self::LandedAndDead,
        Self::LostAndDead,
    ];

    pub fn plan(self, faults: &Faults, point: &Point) {
        let point = point.clone();
        if self == Self::Refused {
            return faults.refuse(point);
        }
        faults.plan(Plan {
            point,
            landed: matches!(self, Self::Landed | Self::LandedAndDead),
            dead: self.kills(),
        });
    }

    /// Whether the process dies.
    pub fn kills(self) -> bool {
        matches!(self, Self::LandedAndDead | Self::LostAndDead)
    }
}

/// A write point, for people.
pub fn name(point: &Point) -> String {
    let Point {
        port,
        method,
        kind,
        occurrence,
    } = point;
    format!("{port} {method} {kind} #{occurrence}")
}
