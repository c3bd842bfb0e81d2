//! The tour: what a newcomer sees at the first `make run`.
//!
//! Everything goes through the real API and the real edge over HTTP; the bytes are signed, fetched
//! and verified as in the field. Only the simulated devices' intervals are shortened, and they
//! share one download. Each claim of the tour is checked, and a claim that fails ends it.

use std::time::Instant;

use crate::error::Result;
use crate::local::Stack;
use crate::output::Tone;
use crate::run::Run;

mod act;
mod images;
mod mark;
mod site;
mod stage;

use images::Images;
use mark::{Mark, Seen};
use stage::Stage;

/// Runs the tour, if it is wanted and this data hasn't seen it; then says how to go on.
///
/// # Errors
/// Something of the tour didn't happen as claimed. Starting again goes on.
pub async fn run(stack: &Stack, run: &Run, devices: Option<u32>) -> Result {
    if let Some(devices) = devices {
        let mark = Mark::of(&stack.data);
        match mark.seen() {
            Seen::Whole => run
                .out
                .line("\nThis data has seen the tour; another --data shows it again."),
            Seen::Never if !stage::is_empty(stack).await? => {
                run.out.line(
                    "\nThis data isn't empty: the tour would mix with it. Another --data shows it.",
                );
            }
            Seen::Begun | Seen::Never => play(stack, run, devices, &mark).await?,
        }
    }
    run.out.line("");
    stack.show_commands(run);
    Ok(())
}

async fn play(stack: &Stack, run: &Run, devices: u32, mark: &Mark) -> Result {
    let begun = Instant::now();
    mark.begin()?;
    let images = Images::make(&mark.place().join("images"))?;
    let mut stage = Stage::set(stack, run, devices).await?;
    act::first::play(&mut stage, &images).await?;
    act::waves::play(&mut stage, &images).await?;
    act::broken::play(&mut stage, &images).await?;
    act::device::play(&mut stage, &images, mark.place()).await?;
    act::bundle::play(&mut stage, &mark.place().join("site")).await?;
    mark.finish()?;
    let seconds = begun.elapsed().as_secs();
    run.out.line("");
    run.out.line(run.out.paint(
        Tone::Good,
        format_args!("That was the tour, in {seconds} seconds."),
    ));
    Ok(())
}
