//! A deployment on AWS: everything is looked at, whatever else is wrong.

use wavecast_aws::Backend;
use wavecast_aws::doctor::State;

use super::Check;
use crate::error::Failure;

/// Looks at the deployment that the environment names, or that a stage's functions name.
pub async fn checks(stage: Option<&str>) -> Vec<Check> {
    let backend = match stage {
        Some(stage) => Backend::of_stage(stage).await,
        None => Backend::load().await,
    };
    let backend = match backend {
        Ok(backend) => backend,
        Err(error) => return vec![Check::bad("settings", Failure::failed(error.to_string()))],
    };
    let report = backend.examine().await;
    let check = |finding: wavecast_aws::doctor::Finding| match finding.state {
        State::Good => Check::ok(finding.what, "as it must be"),
        State::Advice(advice) => Check::advice(finding.what, advice),
        State::Mend(mend) => Check::bad(finding.what, Failure::failed(mend)),
    };
    report.findings.into_iter().map(check).collect()
}
