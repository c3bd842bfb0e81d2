//! Every write of every verb fails, in each way, over each backend, while devices poll the edge: all
//! of it is in `tests/it`.
//!
//! `scenes` has a scene for every verb; `site` is an installation that can be copied at any moment;
//! `clients` are those who look on; `sweep` fails each write and judges what is left.
