//! Organizations: who owns which applications.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::json;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use crate::app::{self, AppHead, DeviceGroups, Dimensions, Settings};
use crate::decide::Context;
use crate::dimension::check_dimensions;
use crate::event::{Change, Event};
use crate::permission::{self, Permission};
use crate::refusal::{Reason, Refusal};
use crate::verb::bounds;

/// The state of an organization.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Org {
    /// Its name.
    pub name: OrgName,
    /// For people.
    pub title: String,
    /// Counts its commits.
    pub revision: u64,
    /// When it was created.
    pub created: Timestamp,
    /// Its applications.
    pub apps: BTreeMap<AppName, AppEntry>,
}

/// An application in its organization's list.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct AppEntry {
    /// What its packages are.
    pub kind: Kind,
    /// When it was created.
    pub created: Timestamp,
}

/// A change of an organization.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum OrgCommand {
    /// Create it.
    CreateOrg {
        /// Its name.
        name: OrgName,
        /// For people.
        title: String,
    },
    /// Create an application in it.
    CreateApp {
        /// Its name.
        name: AppName,
        /// What its packages are.
        kind: Kind,
        /// Settings, if not the defaults.
        settings: Option<Settings>,
        /// Dimensions, besides the ones that every application has.
        dimensions: Option<Dimensions>,
    },
}

/// All that an organization's command changes.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgDecision {
    /// The organization afterwards.
    pub org: Org,
    /// An application that is created with it.
    pub app: Option<AppHead>,
    /// The audit event.
    pub event: Event,
}

/// Applications of an organization.
const MOST_APPS: usize = 1000;
/// Characters of a title.
const TITLE_CHARS: usize = 100;

/// Decides a command on an organization; `None` when it doesn't exist yet.
///
/// # Errors
/// A [`Refusal`]; nothing has changed.
pub fn decide_org(
    org: Option<&Org>,
    cx: &Context,
    command: OrgCommand,
) -> Result<OrgDecision, Refusal> {
    if !permission::allows(&cx.principal, Permission::Organize) {
        let hint = "ask an administrator of the organization";
        return Err(Refusal::new(
            Reason::Forbidden,
            "principal",
            "this needs the permission organize",
            hint,
        ));
    }
    match (org, command) {
        (None, OrgCommand::CreateOrg { name, title }) => create_org(cx, name, title),
        (Some(org), OrgCommand::CreateOrg { .. }) => {
            let what = format!("organization {}", org.name);
            let rule = format!("{what} exists");
            Err(Refusal::new(
                Reason::Exists,
                what,
                rule,
                "`wavecast org list` shows it",
            ))
        }
        (None, OrgCommand::CreateApp { .. }) => Err(Refusal::missing(
            "organization",
            "`wavecast org create` creates it",
        )),
        (
            Some(org),
            OrgCommand::CreateApp {
                name,
                kind,
                settings,
                dimensions,
            },
        ) => {
            let settings = settings.unwrap_or_default();
            let mut declared = app::default_dimensions();
            declared.extend(dimensions.unwrap_or_default());
            let head = AppHead {
                org: org.name.clone(),
                name,
                kind,
                revision: 1,
                changed: 1,
                created: cx.now,
                settings,
                dimensions: declared,
                groups: DeviceGroups::new(),
                schema: None,
                channels: BTreeMap::new(),
            };
            create_app(org, cx, head)
        }
    }
}

fn create_org(cx: &Context, name: OrgName, title: String) -> Result<OrgDecision, Refusal> {
    let length = title.chars().count();
    if !(1..=TITLE_CHARS).contains(&length) || !json::is_signable(&title) {
        let rule = format!("the title must be 1 to {TITLE_CHARS} characters on one line");
        return Err(Refusal::invalid("title", rule, "shorten it"));
    }
    let subject = format!("organization {name}");
    let changes = vec![Change {
        field: "title".into(),
        before: None,
        after: Some(title.clone()),
    }];
    let org = Org {
        name,
        title,
        revision: 1,
        created: cx.now,
        apps: BTreeMap::new(),
    };
    let event = event(cx, "org.create", subject, org.revision, changes);
    Ok(OrgDecision {
        org,
        app: None,
        event,
    })
}

fn create_app(org: &Org, cx: &Context, head: AppHead) -> Result<OrgDecision, Refusal> {
    let subject = format!("app {}/{}", org.name, head.name);
    if org.apps.contains_key(&head.name) {
        let rule = format!("{subject} exists");
        let hint = "use it, or choose another name";
        return Err(Refusal::new(Reason::Exists, subject, rule, hint));
    }
    if org.apps.len() >= MOST_APPS {
        let rule = format!(
            "organization {} has {MOST_APPS} applications, as many as allowed",
            org.name
        );
        return Err(Refusal::new(
            Reason::Limit,
            "app",
            rule,
            "create another organization",
        ));
    }
    bounds::check_settings(&head.settings)?;
    check_dimensions(&head.dimensions)?;
    let mut org = org.clone();
    org.revision = org.revision.saturating_add(1);
    org.apps.insert(
        head.name.clone(),
        AppEntry {
            kind: head.kind,
            created: cx.now,
        },
    );
    let kind = match head.kind {
        Kind::Bundle => "bundle",
        Kind::Firmware => "firmware",
    };
    let changes = vec![Change {
        field: "kind".into(),
        before: None,
        after: Some(kind.into()),
    }];
    let event = event(cx, "app.create", subject, org.revision, changes);
    Ok(OrgDecision {
        org,
        app: Some(head),
        event,
    })
}

fn event(cx: &Context, verb: &str, subject: String, revision: u64, changes: Vec<Change>) -> Event {
    Event {
        id: cx.fresh.id("event"),
        at: cx.now,
        actor: cx.principal.clone(),
        verb: verb.into(),
        channels: Vec::new(),
        subject,
        revision,
        request: cx.request.clone(),
        changes,
    }
}
