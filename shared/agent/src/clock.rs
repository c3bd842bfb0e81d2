//! The device's clock.

use std::time::{SystemTime, UNIX_EPOCH};

use wavecast_wire::time::Timestamp;

/// The oldest time that this software can run at: `SOURCE_DATE_EPOCH` of its build, else a day
/// before its first release.
const EARLIEST: i64 = 1_763_596_800;

/// What the clock says.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// When this software was built.
pub(crate) fn build() -> Timestamp {
    let built = option_env!("SOURCE_DATE_EPOCH").and_then(|text| text.parse().ok());
    Timestamp(built.unwrap_or(EARLIEST))
}
