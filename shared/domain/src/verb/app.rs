//! An application's settings and dimensions.

use crate::app::{Dimensions, Settings};
use crate::decide::Outcome;
use crate::dimension::{check_dimensions, check_live_uses};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::verb::bounds::check_settings;

/// Changes settings or dimensions.
pub fn configure(
    plan: &mut Plan<'_>,
    settings: Option<&Settings>,
    dimensions: Option<&Dimensions>,
) -> Result<Outcome, Refusal> {
    if let Some(settings) = settings {
        check_settings(settings)?;
        plan.app.head.settings = settings.clone();
    }
    if let Some(dimensions) = dimensions {
        check_dimensions(dimensions)?;
        check_live_uses(&plan.app, dimensions)?;
        plan.app.head.dimensions.clone_from(dimensions);
    }
    Ok(Outcome::App)
}
