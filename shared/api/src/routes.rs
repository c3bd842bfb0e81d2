//! Every route, with its place in the document.

use axum::Router;
use axum::middleware::from_fn_with_state;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame;
use crate::gate::{self, Gate};
use crate::handle::{
    access, accounts, apps, audit, channel_verbs, channel_views, channels, compare, docs, exchange,
    experiments, explain, groups, health, invitations, members, orgs, packages, parts, pins,
    publications, release_verbs, releases, remote, replacements, roles, rules, sign_in, tokens,
    trusts, uploads,
};
use crate::problem::Problem;
use crate::state::ApiState;

/// Where everything that needs a token lies.
pub(crate) const BASE: &str = "/api/v1";

/// The whole API.
pub fn router(state: ApiState) -> Router {
    let (guarded, document) = guarded().split_for_parts();
    let gate = Gate::new(state.clone(), &document);
    let guard = from_fn_with_state(gate, gate::pass);
    let (open, _) = open().split_for_parts();
    open.merge(guarded.layer(guard))
        .fallback(async || Problem::no_route())
        .method_not_allowed_fallback(async || Problem::no_method())
        .layer(from_fn_with_state(state.clone(), frame::surround))
        .with_state(state)
}

/// What anybody may call: probes, the document, and presigned URLs.
pub(crate) fn open() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(health::get_health))
        .routes(routes!(health::get_readiness))
        .routes(routes!(docs::get_openapi))
        .routes(routes!(docs::get_docs))
        .routes(routes!(parts::put_part))
        .routes(routes!(sign_in::get_sign_in))
        .routes(routes!(exchange::exchange_token))
}

/// What only known principals may call.
pub(crate) fn guarded() -> OpenApiRouter<ApiState> {
    let tenancy = OpenApiRouter::default()
        .routes(routes!(orgs::list_orgs, orgs::create_org))
        .routes(routes!(orgs::get_org))
        .merge(of_people())
        .merge(of_machines())
        .routes(routes!(audit::list_org_events))
        .routes(routes!(audit::export_org_events))
        .routes(routes!(apps::list_apps, apps::create_app))
        .nest("/orgs/{org}/apps/{app}", application());
    OpenApiRouter::default().nest(BASE, tenancy)
}

fn of_people() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(access::list_permissions))
        .routes(routes!(access::get_access))
        .routes(routes!(members::list_members))
        .routes(routes!(members::set_member, members::remove_member))
        .routes(routes!(members::transfer_ownership))
        .routes(routes!(
            invitations::list_invitations,
            invitations::create_invitation
        ))
        .routes(routes!(invitations::revoke_invitation))
        .routes(routes!(invitations::accept_invitation))
        .routes(routes!(invitations::decline_invitation))
        .routes(routes!(roles::list_roles))
        .routes(routes!(roles::set_role, roles::delete_role))
}

fn of_machines() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(accounts::list_accounts))
        .routes(routes!(accounts::set_account, accounts::delete_account))
        .routes(routes!(trusts::list_trusts))
        .routes(routes!(trusts::set_trust, trusts::delete_trust))
        .routes(routes!(tokens::list_tokens, tokens::create_token))
        .routes(routes!(tokens::revoke_token))
}

fn application() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(apps::get_app, apps::edit_app))
        .routes(routes!(remote::get_schema, remote::set_schema))
        .routes(routes!(groups::list_groups))
        .routes(routes!(groups::set_group, groups::delete_group))
        .merge(of_channels())
        .merge(of_packages())
        .merge(of_releases())
        .routes(routes!(audit::list_events))
        .routes(routes!(audit::export_events))
}

fn of_channels() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(channels::list_channels, channels::create_channel))
        .routes(routes!(
            channels::get_channel,
            channels::edit_channel,
            channels::delete_channel
        ))
        .routes(routes!(channel_verbs::move_channel))
        .routes(routes!(channel_verbs::retire_channel))
        .routes(routes!(channel_verbs::adopt_channel))
        .routes(routes!(channel_verbs::revert_channel))
        .routes(routes!(channel_verbs::promote_channel))
        .routes(routes!(channel_verbs::rotate_channel_keys))
        .routes(routes!(rules::list_rules, rules::create_rule))
        .routes(routes!(rules::edit_rule, rules::delete_rule))
        .routes(routes!(rules::move_rule))
        .routes(routes!(rules::embed_rule))
        .routes(routes!(
            remote::get_remote_config,
            remote::set_remote_config
        ))
        .routes(routes!(remote::ramp_remote_config))
        .routes(routes!(remote::revert_remote_config))
        .routes(routes!(
            experiments::list_experiments,
            experiments::create_experiment
        ))
        .routes(routes!(experiments::ramp_experiment))
        .routes(routes!(experiments::pause_experiment))
        .routes(routes!(experiments::resume_experiment))
        .routes(routes!(experiments::stop_experiment))
        .routes(routes!(experiments::conclude_experiment))
        .routes(routes!(experiments::hold_out))
        .routes(routes!(pins::set_pin))
        .routes(routes!(pins::end_pin))
        .routes(routes!(compare::compare_devices))
        .routes(routes!(channel_views::get_channel_status))
        .routes(routes!(explain::explain_device))
        .routes(routes!(channel_views::get_device_config))
        .routes(routes!(publications::list_publications))
        .routes(routes!(publications::get_publication))
        .routes(routes!(publications::stream_publication))
}

fn of_packages() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(uploads::begin_upload))
        .routes(routes!(uploads::get_upload))
        .routes(routes!(uploads::complete_upload))
        .routes(routes!(packages::list_packages, packages::create_package))
        .routes(routes!(packages::get_package))
        .routes(routes!(packages::yank_package))
}

fn of_releases() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(releases::list_releases, releases::create_release))
        .routes(routes!(
            releases::get_release,
            releases::edit_release_draft,
            releases::delete_release
        ))
        .routes(routes!(release_verbs::start_release))
        .routes(routes!(release_verbs::ramp_release))
        .routes(routes!(release_verbs::pause_release))
        .routes(routes!(release_verbs::resume_release))
        .routes(routes!(release_verbs::conclude_release))
        .routes(routes!(release_verbs::abort_release))
        .routes(routes!(replacements::revert_release))
        .routes(routes!(replacements::supersede_release))
        .routes(routes!(replacements::clone_release))
        .routes(routes!(replacements::retry_release))
        .routes(routes!(release_verbs::schedule_release))
        .routes(routes!(release_verbs::unschedule_release))
}
