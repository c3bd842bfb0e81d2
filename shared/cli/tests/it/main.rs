//! The binary as people use it: against a real `wavecast dev`, with a real `wavecast-agent`.

mod bad_input;
mod daily;
mod edge;
mod explain;
mod full_set;
mod machine;
mod shell;
mod simulate;
mod stack;
mod tour;
mod trust;
mod version;
