//! Scenarios against a whole deployment: all of them are in `tests/it`.
//!
//! By default they start the real `wavecast dev` on free ports with data of its own. With
//! `WAVECAST_SCENARIO_URL`, `WAVECAST_SCENARIO_EDGE` and `WAVECAST_SCENARIO_TOKEN` they run against
//! that deployment instead, under names that no earlier run has used; scenarios that must kill a
//! server or touch its disk are then said not to have run.
