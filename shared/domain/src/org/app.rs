//! Creating an application.

use std::collections::BTreeMap;

use wavecast_wire::manifest::Kind;
use wavecast_wire::name::AppName;

use super::AppEntry;
use super::decide::{Draft, Told};
use super::quota::Held;
use crate::app::{self, AppHead, DeviceGroups, Dimensions, Settings};
use crate::approval::Approvals;
use crate::dimension::check_dimensions;
use crate::refusal::{Reason, Refusal};
use crate::verb::bounds;

/// Applications of an organization.
pub(super) const MOST_APPS: usize = 1000;

/// Creates it.
pub fn create(
    draft: &mut Draft<'_>,
    name: AppName,
    kind: Kind,
    settings: Option<Settings>,
    dimensions: Option<Dimensions>,
) -> Result<Told, Refusal> {
    let org = &mut draft.org;
    let subject = format!("app {}/{name}", org.name);
    if org.apps.contains_key(&name) {
        let rule = format!("{subject} exists");
        let hint = "use it, or choose another name";
        return Err(Refusal::new(Reason::Exists, subject, rule, hint));
    }
    org.lets_in(Held::Apps, draft.cx.now)?;
    if org.apps.len() >= MOST_APPS {
        let rule = format!(
            "organization {} has {MOST_APPS} applications, as many as allowed",
            org.name
        );
        let hint = "create another organization";
        return Err(Refusal::new(Reason::Limit, "app", rule, hint));
    }
    let settings = settings.unwrap_or_default();
    let mut declared = app::default_dimensions();
    declared.extend(dimensions.unwrap_or_default());
    bounds::check_settings(&settings)?;
    check_dimensions(&declared)?;
    let entry = AppEntry {
        kind,
        created: draft.cx.now,
        groups: None,
    };
    org.apps.insert(name.clone(), entry);
    let word = match kind {
        Kind::Bundle => "bundle",
        Kind::Firmware => "firmware",
    };
    let mut told = Told::new("app.create", subject).change("kind", None, Some(word.into()));
    told.app = Some(AppHead {
        org: org.name.clone(),
        name,
        kind,
        revision: 1,
        changed: 1,
        created: draft.cx.now,
        settings,
        dimensions: declared,
        groups: DeviceGroups::new(),
        schema: None,
        channels: BTreeMap::new(),
        trail: None,
        approvals: Approvals::default(),
        secrets: 0,
        secret_names: 0,
    });
    Ok(told)
}
