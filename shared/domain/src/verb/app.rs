//! An application's settings and dimensions.

use std::collections::BTreeMap;

use wavecast_wire::name::DimensionName;

use crate::app::{Dimension, Settings};
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::verb::bounds::{check_dimensions, check_settings};

/// Changes settings or dimensions.
pub fn configure(
    plan: &mut Plan<'_>,
    settings: Option<&Settings>,
    dimensions: Option<&BTreeMap<DimensionName, Dimension>>,
) -> Result<Outcome, Refusal> {
    if let Some(settings) = settings {
        check_settings(settings)?;
        plan.app.head.settings = settings.clone();
    }
    if let Some(dimensions) = dimensions {
        check_dimensions(dimensions)?;
        plan.app.head.dimensions.clone_from(dimensions);
    }
    Ok(Outcome::App)
}
