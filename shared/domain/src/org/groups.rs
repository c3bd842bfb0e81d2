//! Groups at whoever signs people in, one for each role here: who is put into one there has its role.
//!
//! What is wanted stands in the organization; a [`Saga`](crate::saga::Saga) makes it so. A group counts
//! only while it stands for one that was made here: a group of that name alone gives nothing.

use std::fmt;

use serde::{Deserialize, Serialize};
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use super::Org;
use super::decide::{Draft, Told};
use super::giving::check;
use crate::id::Ulid;
use crate::permission::table::BuiltIn;
use crate::refusal::{Reason, Refusal};
use crate::role::{Grants, OrgRole, Said};
use crate::saga::{Saga, Way};

/// What groups are made for, all or none at a time.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// The roles in the organization.
    Org,
    /// The roles in one of its applications.
    App(AppName),
}

/// The groups of an organization that are wanted.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct GroupTree {
    /// Since when.
    pub since: Timestamp,
    /// Whether they are being taken away: then they give nothing any more.
    #[serde(default)]
    pub leaving: bool,
    /// The saga that made those of the organization itself, once they stand.
    #[serde(default)]
    pub own: Option<Ulid>,
    /// What couldn't be made; nothing more is tried until somebody asks again.
    #[serde(default)]
    pub refused: Option<Refused>,
}

/// Groups that couldn't be made, and were taken back.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Refused {
    /// For what.
    pub unit: Unit,
    /// The saga that tried.
    pub saga: Ulid,
    /// Why, for people.
    pub why: String,
    /// When.
    pub at: Timestamp,
}

/// How a saga ended, as it is written into the organization.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub enum Settled {
    /// All groups are there.
    Stands {
        /// For what.
        unit: Unit,
        /// The saga that made them.
        saga: Ulid,
    },
    /// They couldn't be made, and none is left.
    Refused {
        /// For what.
        unit: Unit,
        /// The saga that tried.
        saga: Ulid,
        /// Why, for people.
        why: String,
    },
    /// They are taken away.
    Gone {
        /// For what.
        unit: Unit,
        /// The saga that had made them.
        saga: Ulid,
    },
    /// The last of them is.
    Ended,
}

/// What is to be done next about an organization's groups.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Task {
    /// Make those of a unit.
    Make(Unit),
    /// Take those away that a saga made.
    Remove(Unit, Ulid),
    /// Write down that none is left.
    End,
}

/// What becomes of a saga, by what its organization wants.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Heed {
    /// It goes on.
    GoOn,
    /// It isn't wanted any more: it takes back what it made.
    TurnBack,
    /// It is written down how it ended.
    Over,
}

/// Where a group lies beneath the one that holds all of ours, such as `acme/apps/lamp/write`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct GroupPath(String);

impl GroupPath {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of the group that it lies in, if that is one of ours, and its own name.
    #[must_use]
    pub fn split(&self) -> (Option<&str>, &str) {
        match self.0.rsplit_once('/') {
            Some((parent, name)) => (Some(parent), name),
            None => (None, &self.0),
        }
    }
}

impl fmt::Display for GroupPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The group of an organization's administrators.
const ADMINS: &str = "admins";
/// The group of its members.
const MEMBERS: &str = "members";
/// What holds the groups of its applications, so that one named `admins` is in nobody's way.
const APPS: &str = "apps";

impl Unit {
    /// Its groups, each behind the one that it lies in, with the role that it gives. Ownership isn't
    /// given by a group.
    #[must_use]
    pub fn groups(&self, org: &OrgName) -> Vec<(GroupPath, Option<Said>)> {
        let at = |path: String, role: Option<(OrgRole, Grants)>| {
            let said = role.map(|(role, grants)| Said {
                role,
                grants,
                by: Some(self.clone()),
            });
            (GroupPath(path), said)
        };
        let role = |role| Some((role, Grants::default()));
        match self {
            Self::Org => vec![
                at(org.to_string(), None),
                at(format!("{org}/{ADMINS}"), role(OrgRole::Admin)),
                at(format!("{org}/{MEMBERS}"), role(OrgRole::Member)),
                at(format!("{org}/{APPS}"), None),
            ],
            Self::App(app) => {
                let own = format!("{org}/{APPS}/{app}");
                let granted = |role: BuiltIn| {
                    let mut grants = Grants::default();
                    grants.apps.insert(app.clone(), role.into());
                    Some((OrgRole::Member, grants))
                };
                let roles = BuiltIn::ALL.into_iter();
                let roles = roles.map(|role| at(format!("{own}/{}", role.name()), granted(role)));
                std::iter::once(at(own.clone(), None))
                    .chain(roles)
                    .collect()
            }
        }
    }
}

impl fmt::Display for Unit {
    /// For people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Org => f.write_str("the organization"),
            Self::App(app) => write!(f, "application {app}"),
        }
    }
}

/// The role that a group gives, by its path beneath the one that holds all of ours, and where;
/// `None` for a group that gives none.
#[must_use]
pub fn role_of(path: &str) -> Option<(OrgName, Said)> {
    let (org, rest) = path.split_once('/')?;
    let org: OrgName = org.parse().ok()?;
    let unit = match rest.strip_prefix(APPS).and_then(|at| at.strip_prefix('/')) {
        Some(below) => Unit::App(below.split_once('/')?.0.parse().ok()?),
        None => Unit::Org,
    };
    let mut groups = unit.groups(&org).into_iter();
    let (_, said) = groups.find(|(at, _)| at.as_str() == path)?;
    Some((org, said?))
}

impl Org {
    /// The saga that made a unit's groups, if they stand.
    #[must_use]
    pub fn stands(&self, unit: &Unit) -> Option<&Ulid> {
        match unit {
            Unit::Org => self.groups.as_ref()?.own.as_ref(),
            Unit::App(app) => self.apps.get(app)?.groups.as_ref(),
        }
    }

    /// Whether a role that a sign-in says counts: one by a group does while the group stands.
    #[must_use]
    pub fn counts(&self, said: &Said) -> bool {
        let Some(unit) = &said.by else { return true };
        let wanted = self.groups.as_ref().is_some_and(|tree| !tree.leaving);
        wanted && self.stands(unit).is_some()
    }

    /// Whether its groups are being taken away.
    fn is_leaving(&self) -> bool {
        self.groups.as_ref().is_some_and(|tree| tree.leaving)
    }

    /// Whether it waits for the groups of a unit. An application's lie in those of its organization.
    fn takes(&self, unit: &Unit) -> bool {
        let tree = self.groups.as_ref();
        let Some(tree) = tree.filter(|tree| !tree.leaving && tree.refused.is_none()) else {
            return false;
        };
        match unit {
            Unit::Org => tree.own.is_none(),
            Unit::App(app) => {
                let app = self.apps.get(app);
                tree.own.is_some() && app.is_some_and(|app| app.groups.is_none())
            }
        }
    }

    /// What becomes of a saga.
    #[must_use]
    pub fn heeds(&self, saga: &Saga) -> Heed {
        let is_made = self.stands(&saga.unit) == Some(saga.of());
        let refused = self.groups.as_ref().and_then(|tree| tree.refused.as_ref());
        match saga.way {
            Way::Make if is_made => Heed::Over,
            Way::Make if self.takes(&saga.unit) => Heed::GoOn,
            Way::Make => Heed::TurnBack,
            Way::Back { .. } if refused.is_some_and(|one| one.saga == saga.id) => Heed::Over,
            Way::Back { .. } => Heed::GoOn,
            Way::Remove { .. } if is_made => Heed::GoOn,
            Way::Remove { .. } => Heed::Over,
        }
    }

    /// What is to be written down of a saga whose steps are all done; `None` where nobody waits for it.
    #[must_use]
    pub fn settles(&self, saga: &Saga) -> Option<Settled> {
        let unit = saga.unit.clone();
        match &saga.way {
            Way::Make => Some(Settled::Stands {
                unit,
                saga: saga.id.clone(),
            }),
            Way::Back { why } => self.takes(&unit).then(|| Settled::Refused {
                unit,
                saga: saga.id.clone(),
                why: why.clone(),
            }),
            Way::Remove { of } => Some(Settled::Gone {
                unit,
                saga: of.clone(),
            }),
        }
    }

    /// What is to be done next about its groups.
    #[must_use]
    pub fn next_task(&self) -> Option<Task> {
        let tree = self.groups.as_ref()?;
        if !tree.leaving {
            let mut apps = self.apps.iter();
            return match (&tree.refused, &tree.own) {
                (Some(_), _) => None,
                (None, None) => Some(Task::Make(Unit::Org)),
                (None, Some(_)) => apps
                    .find(|(_, app)| app.groups.is_none())
                    .map(|(name, _)| Task::Make(Unit::App(name.clone()))),
            };
        }
        let made = |(name, app): (&AppName, &super::AppEntry)| {
            Some(Task::Remove(Unit::App(name.clone()), app.groups.clone()?))
        };
        let own = tree.own.clone().map(|saga| Task::Remove(Unit::Org, saga));
        let of_apps = self.apps.iter().find_map(made);
        of_apps.or(own).or(Some(Task::End))
    }

    fn set_stands(&mut self, unit: &Unit, saga: Option<Ulid>) {
        match unit {
            Unit::Org => {
                if let Some(tree) = &mut self.groups {
                    tree.own = saga;
                }
            }
            Unit::App(app) => {
                if let Some(app) = self.apps.get_mut(app) {
                    app.groups = saga;
                }
            }
        }
    }
}

/// Wants groups, or tries again what couldn't be made.
pub fn make(draft: &mut Draft<'_>) -> Result<Told, Refusal> {
    check(draft, OrgRole::Admin, &Grants::default())?;
    let subject = subject(&draft.org, &Unit::Org);
    match &mut draft.org.groups {
        Some(tree) if tree.leaving => {
            let rule = "the groups are being taken away";
            let hint = "wait until `wavecast org groups show` shows none";
            return Err(Refusal::state("groups", rule, hint));
        }
        Some(tree) if tree.refused.is_some() => tree.refused = None,
        Some(_) => {
            let rule = "the groups were asked for already";
            let hint = "`wavecast org groups show` says how they stand";
            return Err(Refusal::new(Reason::Exists, "groups", rule, hint));
        }
        none => {
            *none = Some(GroupTree {
                since: draft.cx.now,
                leaving: false,
                own: None,
                refused: None,
            });
        }
    }
    Ok(Told::new("groups.make", subject))
}

/// Wants them no more: what they give is gone at once, they themselves are soon.
pub fn remove(draft: &mut Draft<'_>) -> Result<Told, Refusal> {
    let subject = subject(&draft.org, &Unit::Org);
    let missing = || {
        let hint = "`wavecast org groups create` makes them";
        Refusal::missing("groups", hint)
    };
    let tree = draft.org.groups.as_mut().ok_or_else(missing)?;
    if tree.leaving {
        let rule = "the groups are being taken away already";
        let hint = "`wavecast org groups show` says how far that is";
        return Err(Refusal::state("groups", rule, hint));
    }
    tree.leaving = true;
    tree.refused = None;
    Ok(Told::new("groups.remove", subject))
}

/// Writes down how a saga ended; refused where the organization went on without it.
pub fn settle(draft: &mut Draft<'_>, settled: Settled) -> Result<Told, Refusal> {
    let org = &mut draft.org;
    match settled {
        Settled::Stands { unit, saga } if org.takes(&unit) => {
            org.set_stands(&unit, Some(saga));
            Ok(Told::new("groups.stand", subject(org, &unit)))
        }
        Settled::Refused { unit, saga, why } if org.takes(&unit) => {
            let told = Told::new("groups.refused", subject(org, &unit));
            let told = told.change("why", None, Some(why.clone()));
            let at = draft.cx.now;
            if let Some(tree) = &mut org.groups {
                tree.refused = Some(Refused {
                    unit,
                    saga,
                    why,
                    at,
                });
            }
            Ok(told)
        }
        Settled::Gone { unit, saga } if org.is_leaving() && org.stands(&unit) == Some(&saga) => {
            org.set_stands(&unit, None);
            Ok(Told::new("groups.gone", subject(org, &unit)))
        }
        Settled::Ended if org.next_task() == Some(Task::End) => {
            org.groups = None;
            Ok(Told::new("groups.end", subject(org, &Unit::Org)))
        }
        _ => {
            let rule = "the organization wants something else of its groups by now";
            Err(Refusal::state("groups", rule, "look at it again"))
        }
    }
}

fn subject(org: &Org, unit: &Unit) -> String {
    match unit {
        Unit::Org => format!("groups of {}", org.name),
        Unit::App(app) => format!("groups of {}/{app}", org.name),
    }
}
