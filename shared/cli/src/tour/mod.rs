//! The tour.
use crate::error::Result;
use crate::local::Stack;
use crate::run::Run;
pub async fn run(stack: &Stack, run: &Run, _devices: Option<u32>) -> Result {
    stack.show_commands(run);
    Ok(())
}
