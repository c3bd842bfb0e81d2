//! What each operation needs of its caller: the API's side of the one table of permissions.

use wavecast_domain::permission::Permission;

/// What an operation needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Need {
    /// Anybody who is known may call it, and sees or changes what is theirs.
    Known,
    /// One permission, where the path says.
    Holds(Permission),
}

/// Operations for anybody who is known.
const KNOWN: [&str; 12] = [
    "list_orgs",
    "create_org",
    "list_permissions",
    "accept_invitation",
    "decline_invitation",
    "change_password",
    "get_factor",
    "begin_factor",
    "confirm_factor",
    "end_factor",
    "list_sessions",
    "end_own_session",
];

/// Operations by the permission that they need. What only reads an application needs `read`, and
/// stands here only where its method doesn't say so. A member ends their own membership and tokens
/// without more than `see`: the rules know whose they are.
const NEEDS: [(Permission, &[&str]); 13] = [
    (
        Permission::See,
        &[
            "get_org",
            "list_apps",
            "list_members",
            "list_roles",
            "show_org_groups",
            "show_quota",
            "get_access",
            "remove_member",
            "list_tokens",
            "create_token",
            "revoke_token",
        ],
    ),
    (Permission::Organize, &["create_app"]),
    (
        Permission::Members,
        &[
            "set_member",
            "list_invitations",
            "create_invitation",
            "revoke_invitation",
            "set_role",
            "delete_role",
            "make_org_groups",
            "remove_org_groups",
            "list_org_events",
            "export_org_events",
            "export_heads",
            "export_access",
        ],
    ),
    (
        Permission::Machines,
        &[
            "list_accounts",
            "set_account",
            "delete_account",
            "list_trusts",
            "set_trust",
            "delete_trust",
        ],
    ),
    (
        Permission::Users,
        &[
            "list_users",
            "add_user",
            "reset_user",
            "remove_user",
            "export_installation_access",
            "list_person_events",
            "remove_factor",
        ],
    ),
    (Permission::Quotas, &["set_quota"]),
    (Permission::Own, &["transfer_ownership"]),
    // Whoever may ask or approve may comment: the rules know.
    (Permission::Read, &["compare_devices", "comment_on_request"]),
    (
        Permission::Package,
        &[
            "begin_upload",
            // Its answer has addresses to upload to.
            "get_upload",
            "complete_upload",
            "create_package",
        ],
    ),
    (Permission::Yank, &["yank_package"]),
    (
        Permission::Configure,
        &[
            "edit_app",
            "set_approval_policy",
            "delete_approval_policy",
            "set_schema",
            "set_group",
            "delete_group",
            "create_channel",
            "edit_channel",
            "delete_channel",
            "adopt_channel",
            "move_channel",
            "retire_channel",
            "create_rule",
            "delete_rule",
            "edit_rule",
            "move_rule",
            "set_secret",
            "use_secret",
            "remove_secret",
            // It asks a key, so it isn't for whoever only reads.
            "check_secret",
        ],
    ),
    (Permission::Keys, &["rotate_channel_keys"]),
    (Permission::Approve, &["approve_request", "reject_request"]),
];

/// Operations that move releases, and what devices get with them.
const RELEASES: [&str; 30] = [
    "set_remote_config",
    "ramp_remote_config",
    "revert_remote_config",
    "create_experiment",
    "conclude_experiment",
    "pause_experiment",
    "ramp_experiment",
    "resume_experiment",
    "stop_experiment",
    "hold_out",
    "set_pin",
    "end_pin",
    "promote_channel",
    "revert_channel",
    "embed_rule",
    "create_release",
    "delete_release",
    "edit_release_draft",
    "abort_release",
    "clone_release",
    "conclude_release",
    "pause_release",
    "ramp_release",
    "resume_release",
    "retry_release",
    "revert_release",
    "schedule_release",
    "start_release",
    "supersede_release",
    "unschedule_release",
];

/// Operations that a policy of approvals may be about: they take `ask`.
const ASKS: [&str; 15] = [
    "create_release",
    "start_release",
    "supersede_release",
    "promote_channel",
    "ramp_release",
    "conclude_release",
    "revert_release",
    "revert_channel",
    "set_pin",
    "create_experiment",
    "ramp_experiment",
    "conclude_experiment",
    "rotate_channel_keys",
    "set_approval_policy",
    "delete_approval_policy",
];

/// Whether approvals can be asked for an operation, by its id.
pub(crate) fn asks(operation: &str) -> bool {
    ASKS.contains(&operation)
}

/// What an operation needs, by its id; `None` for one that the tables don't name: nobody but the
/// bootstrap token may call it, and a test asks for its line.
pub(crate) fn of(operation: &str, path: &str, reads: bool) -> Option<Need> {
    if KNOWN.contains(&operation) {
        return Some(Need::Known);
    }
    if RELEASES.contains(&operation) {
        return Some(Need::Holds(Permission::Release));
    }
    let named = NEEDS
        .iter()
        .find(|(_, operations)| operations.contains(&operation));
    let reads_app = reads && path.contains("/apps/{app}");
    named
        .map(|(permission, _)| *permission)
        .or_else(|| reads_app.then_some(Permission::Read))
        .map(Need::Holds)
}
