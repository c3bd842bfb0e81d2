//! A scene for every verb, and for everything that upkeep does by itself.

mod approvals;
mod channels;
mod moving;
mod organization;
mod packages;
pub mod people;
mod releases;
mod secrets;
mod stage;
mod targeting;
mod upkeep;

use std::pin::Pin;

use wavecast_domain::Command;
use wavecast_domain::id::Fresh;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::secret::{Kind, Secret};
use wavecast_domain::user::UserCommand;
use wavecast_engine::port::Objects;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use crate::act::Act;
use crate::site::Site;

pub use stage::Stage;

/// One scene: how it is set, by name.
#[derive(Clone, Copy)]
pub struct Scene {
    pub name: &'static str,
    pub set: Setting,
}

/// Brings an installation to where the act is next.
pub type Setting = for<'a> fn(&'a mut Stage) -> Pin<Box<dyn Future<Output = Set> + 'a>>;

/// A scene that is set.
pub struct Set {
    pub act: Act,
    pub then: Then,
}

/// What happens once clients have seen the old state, before the act.
pub enum Then {
    Nothing,
    /// Seconds pass.
    Wait(i64),
    /// The ledger is restored from a backup.
    Restore(Box<Site>),
    /// The edge is damaged all over.
    Damage,
}

impl From<Act> for Set {
    fn from(act: Act) -> Self {
        Self {
            act,
            then: Then::Nothing,
        }
    }
}

impl From<Command> for Set {
    fn from(command: Command) -> Self {
        Act::from(command).into()
    }
}

/// Scenes by name: `name: setting`.
macro_rules! scenes {
    ($($name:literal: $set:path),* $(,)?) => {
        &[$($crate::scenes::Scene { name: $name, set: |stage| Box::pin($set(stage)) }),*]
    };
}
pub(crate) use scenes;

/// Names every verb once, so that one without a scene doesn't compile.
macro_rules! verbs {
    ($(#[$about:meta])* $name:ident of $command:ident: $($verb:ident => $scenes:expr),* $(,)?) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum $name { $($verb),* }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$verb),*];

            /// Exhaustive: a verb that isn't named below doesn't compile.
            pub fn of(command: &$command) -> Self {
                match command { $($command::$verb { .. } => Self::$verb),* }
            }

            /// The scenes in which it is next, or in which upkeep does it.
            pub fn scenes(self) -> &'static [Scene] {
                match self { $(Self::$verb => $scenes),* }
            }
        }
    };
}

verbs! {
    /// The verbs of an application.
    Verb of Command:
    ConfigureApp => channels::CONFIGURE_APP,
    CreateChannel => channels::CREATE,
    ConfigureChannel => channels::CONFIGURE,
    MoveChannel => channels::MOVE,
    RetireChannel => channels::RETIRE,
    DeleteChannel => channels::DELETE,
    Calm => upkeep::CALM,
    CreatePackage => packages::CREATE,
    YankPackage => packages::YANK,
    CreateRelease => releases::CREATE,
    EditRelease => releases::EDIT,
    DeleteRelease => releases::DELETE,
    Schedule => releases::SCHEDULE,
    Unschedule => releases::UNSCHEDULE,
    Start => releases::START,
    Miss => upkeep::MISS,
    Ramp => moving::RAMP,
    NextStage => upkeep::NEXT_STAGE,
    Pause => moving::PAUSE,
    Resume => moving::RESUME,
    Conclude => moving::CONCLUDE,
    Abort => moving::ABORT,
    Variants => moving::VARIANTS,
    RevertVariants => moving::REVERT_VARIANTS,
    Revert => moving::REVERT,
    Clone => releases::CLONE,
    Promote => releases::PROMOTE,
    Retry => moving::RETRY,
    SetGroup => targeting::SET_GROUP,
    DeleteGroup => targeting::DELETE_GROUP,
    CreateRule => targeting::CREATE_RULE,
    EditRule => targeting::EDIT_RULE,
    MoveRule => targeting::MOVE_RULE,
    DeleteRule => targeting::DELETE_RULE,
    Pin => targeting::PIN,
    Unpin => targeting::UNPIN,
    ExpirePin => targeting::EXPIRE_PIN,
    Embed => targeting::EMBED,
    SetSchema => targeting::SET_SCHEMA,
    SetConfig => targeting::SET_CONFIG,
    RampConfig => targeting::RAMP_CONFIG,
    RevertConfig => targeting::REVERT_CONFIG,
    CreateExperiment => targeting::CREATE_EXPERIMENT,
    RampExperiment => targeting::RAMP_EXPERIMENT,
    HoldExperiment => targeting::HOLD_EXPERIMENT,
    StopExperiment => targeting::STOP_EXPERIMENT,
    ConcludeExperiment => targeting::CONCLUDE_EXPERIMENT,
    HoldOut => targeting::HOLD_OUT,
    SetApprovals => approvals::SET_POLICY,
    Ask => approvals::ASK,
    Approve => approvals::APPROVE,
    Reject => approvals::REJECT,
    Comment => approvals::COMMENT,
    SetSecret => secrets::SET,
    UseSecret => secrets::USE,
    RemoveSecret => secrets::REMOVE,
}

verbs! {
    /// The verbs of an organization.
    OrgVerb of OrgCommand:
    CreateOrg => organization::CREATE,
    CreateApp => organization::CREATE_APP,
    Invite => organization::INVITE,
    RevokeInvitation => organization::REVOKE_INVITATION,
    AcceptInvitation => organization::ACCEPT,
    DeclineInvitation => organization::DECLINE,
    SetMember => organization::SET_MEMBER,
    RemoveMember => organization::REMOVE_MEMBER,
    TransferOwnership => organization::TRANSFER,
    SetRole => organization::SET_ROLE,
    DeleteRole => organization::DELETE_ROLE,
    SetAccount => organization::SET_ACCOUNT,
    DeleteAccount => organization::DELETE_ACCOUNT,
    SetTrust => organization::SET_TRUST,
    DeleteTrust => organization::DELETE_TRUST,
    Exchange => organization::EXCHANGE,
    MakeGroups => organization::MAKE_GROUPS,
    RemoveGroups => organization::REMOVE_GROUPS,
    SettleGroups => organization::SETTLE_GROUPS,
    SetQuota => organization::SET_QUOTA,
    CreateToken => organization::CREATE_TOKEN,
    RevokeToken => organization::REVOKE_TOKEN,
}

verbs! {
    /// What is done with people of the machine's own.
    UserVerb of UserCommand:
    Add => people::ADD,
    Admit => people::ADMIT,
    Arrive => people::ARRIVE,
    Reset => people::RESET,
    Remove => people::REMOVE,
    Accept => people::ACCEPT,
    ChangePassword => people::CHANGE_PASSWORD,
    SignIn => people::SIGN_IN,
    End => people::END,
    BeginFactor => people::BEGIN_FACTOR,
    ConfirmFactor => people::CONFIRM_FACTOR,
    EndFactor => people::END_FACTOR,
    RemoveFactor => people::REMOVE_FACTOR,
}

/// What is no verb: sessions that go on, uploads, keys, a foreign edge, and upkeep.
const OTHERS: &[&[Scene]] = &[
    approvals::KEYS,
    people::REFRESH,
    packages::UPLOAD,
    channels::KEYS,
    channels::ADOPT,
    upkeep::RENEWAL,
    upkeep::REPAIR,
    upkeep::SWEEP,
];

/// How many verbs there are.
pub const VERBS: usize = Verb::ALL.len() + OrgVerb::ALL.len() + UserVerb::ALL.len();

/// A seed that is the same in every trial.
fn known_fresh(n: u8) -> Fresh {
    Fresh {
        at: Timestamp(0),
        seed: [n; 32],
    }
}

/// A secret that is the same in every trial: of 1, 2 or 3.
pub fn known_secret(kind: Kind, n: u8) -> Secret {
    Secret::make(kind, &known_fresh(n)).unwrap()
}

/// All of them.
pub fn all() -> Vec<Scene> {
    let verbs = Verb::ALL.iter().map(|verb| verb.scenes());
    let of_orgs = OrgVerb::ALL.iter().map(|verb| verb.scenes());
    let of_users = UserVerb::ALL.iter().map(|verb| verb.scenes());
    verbs
        .chain(of_orgs)
        .chain(of_users)
        .chain(OTHERS.iter().copied())
        .flatten()
        .copied()
        .collect()
}

/// Takes away or spoils one object of each kind.
pub async fn damage(objects: &dyn Objects, prefix: &str) {
    let listed = objects.list(prefix, None, 1000).await.unwrap();
    let mut spoiled = 0;
    for object in listed.into_iter().rev() {
        let spoil = match &object.key {
            ObjectKey::Root(..) | ObjectKey::Targets(..) | ObjectKey::Latest(_) => true,
            ObjectKey::Target(_, _, _, name) => name.as_str().starts_with("release-"),
            ObjectKey::Snapshot(..) | ObjectKey::Timestamp(_) => false,
            ObjectKey::File(..) => continue,
        };
        objects.delete(&object.key).await.unwrap();
        if spoil {
            let garbage = "no metadata".into();
            objects.create(&object.key, garbage, 60).await.unwrap();
        }
        spoiled += 1;
    }
    assert!(spoiled > 5, "{spoiled}");
}

#[test]
fn every_verb_is_done_in_a_scene_of_its_own() {
    for verb in Verb::ALL {
        assert!(!verb.scenes().is_empty(), "{verb:?} has no scene");
    }
    for verb in OrgVerb::ALL {
        assert!(!verb.scenes().is_empty(), "{verb:?} has no scene");
    }
    for verb in UserVerb::ALL {
        assert!(!verb.scenes().is_empty(), "{verb:?} has no scene");
    }
    let mut names: Vec<&str> = all().iter().map(|scene| scene.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a name stands for one scene");
}
