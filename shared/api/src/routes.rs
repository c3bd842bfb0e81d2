//! Every route. Of those that need a token each has a line in one table: from it come what is served,
//! what the gate asks, and the operation's place in the document.

use axum::Router;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, patch, post, put};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame;
use crate::gate::{self, Gate};
use crate::handle::{
    access, accounts, approvals, apps, audit, browser, channel_verbs, channel_views, channels,
    compare, docs, exchange, experiments, explain, factor, groups, health, invitations, members,
    org_groups, orgs, packages, parts, pins, publications, quotas, release_verbs, releases, remote,
    replacements, roles, rules, secrets, sessions, sign_in, tokens, trusts, uploads, users,
};
use crate::problem::Problem;
use crate::state::ApiState;

/// Where everything that needs a token lies.
pub(crate) const BASE: &str = "/api/v1";
/// Where what belongs to an application lies, below that.
const APP: &str = "/orgs/{org}/apps/{app}";

/// The whole API.
pub fn router(state: ApiState) -> Router {
    let gate = Gate::new(state.clone(), operations());
    // Each by its whole path at once: nesting and merging would insert all of them anew, every time.
    let guarded = organizations::serve(Router::new(), BASE);
    let guarded = application::serve(guarded, &whole(BASE, APP));
    let (open, _) = open().split_for_parts();
    guarded
        .layer(from_fn_with_state(gate, gate::pass))
        .merge(open)
        .fallback(async || Problem::no_route())
        .method_not_allowed_fallback(async || Problem::no_method())
        .layer(from_fn_with_state(state.clone(), frame::surround))
        .with_state(state)
}

/// What anybody may call: probes, the document, sign-in, and presigned URLs.
pub(crate) fn open() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(health::get_health))
        .routes(routes!(health::get_readiness))
        .routes(routes!(docs::get_openapi))
        .routes(routes!(docs::get_docs))
        .routes(routes!(parts::put_part))
        .routes(routes!(sign_in::get_sign_in))
        .routes(routes!(sign_in::get_sign_in_page))
        .routes(routes!(browser::begin_sign_in))
        .routes(routes!(browser::finish_sign_in))
        .routes(routes!(exchange::exchange_token))
        .routes(routes!(sessions::open_session))
        .routes(routes!(sessions::claim_session))
        .routes(routes!(sessions::refresh_session))
        .routes(routes!(sessions::end_session))
        .routes(routes!(sessions::open_cookie))
        .routes(routes!(sessions::refresh_cookie))
        .routes(routes!(sessions::end_cookie))
        .routes(routes!(users::accept_user))
}

/// What only known principals may call, as the document describes it.
pub(crate) fn guarded() -> OpenApiRouter<ApiState> {
    let all = organizations::describe().nest(APP, application::describe());
    OpenApiRouter::default().nest(BASE, all)
}

/// What only known principals may call: the method, the whole path and the operation's id.
fn operations() -> impl Iterator<Item = (Method, String, &'static str)> {
    let below = |prefix: String, lines: &'static [Line]| {
        let lines = lines.iter();
        lines.map(move |(method, path, id)| (method.clone(), whole(&prefix, path), *id))
    };
    let of_apps = below(whole(BASE, APP), application::LINES);
    below(BASE.to_owned(), organizations::LINES).chain(of_apps)
}

/// The path of what lies below another; `/` is that itself.
fn whole(below: &str, path: &str) -> String {
    format!("{below}{}", path.trim_end_matches('/'))
}

/// A method, a path, and the operation's id, which is its handler's name.
type Line = (Method, &'static str, &'static str);

macro_rules! table {
    ($(#[$about:meta])* $name:ident: $($method:ident $path:literal => $module:ident::$handler:ident;)*) => {
        $(#[$about])*
        mod $name {
            use super::*;

            /// Adds what is served, without a word about it: a start has no time for more.
            pub(super) fn serve(to: Router<ApiState>, below: &str) -> Router<ApiState> {
                to$(.route(&whole(below, $path), $method($module::$handler)))*
            }

            /// All that the document says of it.
            pub(super) fn describe() -> OpenApiRouter<ApiState> {
                OpenApiRouter::default()$(.routes(routes!($module::$handler)))*
            }

            pub(super) const LINES: &[Line] =
                &[$((method!($method), $path, stringify!($handler))),*];
        }
    };
}

macro_rules! method {
    (get) => {
        Method::GET
    };
    (post) => {
        Method::POST
    };
    (put) => {
        Method::PUT
    };
    (patch) => {
        Method::PATCH
    };
    (delete) => {
        Method::DELETE
    };
}

table! {
    /// What belongs to an organization: people, machines, applications.
    organizations:
    get    "/orgs" => orgs::list_orgs;
    post   "/orgs" => orgs::create_org;
    get    "/orgs/{org}" => orgs::get_org;
    get    "/orgs/{org}/quota" => quotas::show_quota;
    put    "/orgs/{org}/quota" => quotas::set_quota;
    get    "/permissions" => access::list_permissions;
    get    "/audit/access" => audit::export_installation_access;
    get    "/people/{person}/audit" => audit::list_person_events;
    get    "/users" => users::list_users;
    post   "/users" => users::add_user;
    delete "/users/{user}" => users::remove_user;
    post   "/users/{user}/reset" => users::reset_user;
    delete "/users/{user}/factor" => factor::remove_factor;
    put    "/password" => users::change_password;
    get    "/factor" => factor::get_factor;
    post   "/factor" => factor::begin_factor;
    post   "/factor/confirm" => factor::confirm_factor;
    post   "/factor/end" => factor::end_factor;
    get    "/sessions" => sessions::list_sessions;
    delete "/sessions/{id}" => sessions::end_own_session;
    get    "/orgs/{org}/access" => access::get_access;
    get    "/orgs/{org}/groups" => org_groups::show_org_groups;
    put    "/orgs/{org}/groups" => org_groups::make_org_groups;
    delete "/orgs/{org}/groups" => org_groups::remove_org_groups;
    get    "/orgs/{org}/members" => members::list_members;
    put    "/orgs/{org}/members/{user}" => members::set_member;
    delete "/orgs/{org}/members/{user}" => members::remove_member;
    post   "/orgs/{org}/transfer" => members::transfer_ownership;
    get    "/orgs/{org}/invitations" => invitations::list_invitations;
    post   "/orgs/{org}/invitations" => invitations::create_invitation;
    delete "/orgs/{org}/invitations/{id}" => invitations::revoke_invitation;
    post   "/orgs/{org}/invitations/{id}/accept" => invitations::accept_invitation;
    post   "/orgs/{org}/invitations/{id}/decline" => invitations::decline_invitation;
    get    "/orgs/{org}/roles" => roles::list_roles;
    put    "/orgs/{org}/roles/{role}" => roles::set_role;
    delete "/orgs/{org}/roles/{role}" => roles::delete_role;
    get    "/orgs/{org}/accounts" => accounts::list_accounts;
    put    "/orgs/{org}/accounts/{account}" => accounts::set_account;
    delete "/orgs/{org}/accounts/{account}" => accounts::delete_account;
    get    "/orgs/{org}/trusts" => trusts::list_trusts;
    put    "/orgs/{org}/trusts/{trust}" => trusts::set_trust;
    delete "/orgs/{org}/trusts/{trust}" => trusts::delete_trust;
    get    "/orgs/{org}/tokens" => tokens::list_tokens;
    post   "/orgs/{org}/tokens" => tokens::create_token;
    delete "/orgs/{org}/tokens/{id}" => tokens::revoke_token;
    get    "/orgs/{org}/audit" => audit::list_org_events;
    get    "/orgs/{org}/audit/export" => audit::export_org_events;
    get    "/orgs/{org}/audit/heads" => audit::export_heads;
    get    "/orgs/{org}/audit/access" => audit::export_access;
    get    "/orgs/{org}/apps" => apps::list_apps;
    post   "/orgs/{org}/apps" => apps::create_app;
    get    "/orgs/{org}/apps/{app}" => apps::get_app;
    patch  "/orgs/{org}/apps/{app}" => apps::edit_app;
}

table! {
    /// What belongs to an application.
    application:
    get    "/schema" => remote::get_schema;
    put    "/schema" => remote::set_schema;
    get    "/groups" => groups::list_groups;
    put    "/groups/{group}" => groups::set_group;
    delete "/groups/{group}" => groups::delete_group;
    get    "/channels" => channels::list_channels;
    post   "/channels" => channels::create_channel;
    get    "/channels/{channel}" => channels::get_channel;
    patch  "/channels/{channel}" => channels::edit_channel;
    delete "/channels/{channel}" => channels::delete_channel;
    post   "/channels/{channel}/move" => channel_verbs::move_channel;
    post   "/channels/{channel}/retire" => channel_verbs::retire_channel;
    post   "/channels/{channel}/adopt" => channel_verbs::adopt_channel;
    post   "/channels/{channel}/revert" => channel_verbs::revert_channel;
    post   "/channels/{channel}/promote" => channel_verbs::promote_channel;
    post   "/channels/{channel}/keys/rotate" => channel_verbs::rotate_channel_keys;
    get    "/channels/{channel}/rules" => rules::list_rules;
    post   "/channels/{channel}/rules" => rules::create_rule;
    put    "/channels/{channel}/rules/{rule}" => rules::edit_rule;
    delete "/channels/{channel}/rules/{rule}" => rules::delete_rule;
    post   "/channels/{channel}/rules/{rule}/move" => rules::move_rule;
    post   "/channels/{channel}/rules/{rule}/embed" => rules::embed_rule;
    get    "/channels/{channel}/config" => remote::get_remote_config;
    post   "/channels/{channel}/config" => remote::set_remote_config;
    post   "/channels/{channel}/config/ramp" => remote::ramp_remote_config;
    post   "/channels/{channel}/config/revert" => remote::revert_remote_config;
    get    "/channels/{channel}/experiments" => experiments::list_experiments;
    post   "/channels/{channel}/experiments" => experiments::create_experiment;
    post   "/channels/{channel}/experiments/{experiment}/ramp" => experiments::ramp_experiment;
    post   "/channels/{channel}/experiments/{experiment}/pause" => experiments::pause_experiment;
    post   "/channels/{channel}/experiments/{experiment}/resume" => experiments::resume_experiment;
    post   "/channels/{channel}/experiments/{experiment}/stop" => experiments::stop_experiment;
    post   "/channels/{channel}/experiments/{experiment}/conclude" => experiments::conclude_experiment;
    post   "/channels/{channel}/holdout" => experiments::hold_out;
    post   "/channels/{channel}/pins" => pins::set_pin;
    post   "/channels/{channel}/pins/end" => pins::end_pin;
    post   "/channels/{channel}/compare" => compare::compare_devices;
    get    "/channels/{channel}/status" => channel_views::get_channel_status;
    get    "/channels/{channel}/explain" => explain::explain_device;
    get    "/channels/{channel}/device-config" => channel_views::get_device_config;
    get    "/channels/{channel}/publications" => publications::list_publications;
    get    "/channels/{channel}/publications/{id}" => publications::get_publication;
    get    "/channels/{channel}/publications/{id}/events" => publications::stream_publication;
    post   "/uploads" => uploads::begin_upload;
    get    "/uploads/{id}" => uploads::get_upload;
    post   "/uploads/{id}/complete" => uploads::complete_upload;
    get    "/packages" => packages::list_packages;
    post   "/packages" => packages::create_package;
    get    "/packages/{name}/{version}" => packages::get_package;
    post   "/packages/{name}/{version}/yank" => packages::yank_package;
    get    "/releases" => releases::list_releases;
    post   "/releases" => releases::create_release;
    get    "/releases/{id}" => releases::get_release;
    patch  "/releases/{id}" => releases::edit_release_draft;
    delete "/releases/{id}" => releases::delete_release;
    post   "/releases/{id}/start" => release_verbs::start_release;
    post   "/releases/{id}/ramp" => release_verbs::ramp_release;
    post   "/releases/{id}/pause" => release_verbs::pause_release;
    post   "/releases/{id}/resume" => release_verbs::resume_release;
    post   "/releases/{id}/conclude" => release_verbs::conclude_release;
    post   "/releases/{id}/abort" => release_verbs::abort_release;
    post   "/releases/{id}/revert" => replacements::revert_release;
    post   "/releases/{id}/supersede" => replacements::supersede_release;
    post   "/releases/{id}/clone" => replacements::clone_release;
    post   "/releases/{id}/retry" => replacements::retry_release;
    post   "/releases/{id}/schedule" => release_verbs::schedule_release;
    post   "/releases/{id}/unschedule" => release_verbs::unschedule_release;
    put    "/approval-policy" => approvals::set_approval_policy;
    delete "/approval-policy" => approvals::delete_approval_policy;
    get    "/approvals" => approvals::list_approvals;
    get    "/approvals/{id}" => approvals::get_approval;
    post   "/approvals/{id}/approve" => approvals::approve_request;
    post   "/approvals/{id}/reject" => approvals::reject_request;
    post   "/approvals/{id}/comments" => approvals::comment_on_request;
    get    "/secrets" => secrets::list_secrets;
    get    "/secrets/{secret}" => secrets::get_secret;
    put    "/secrets/{secret}" => secrets::set_secret;
    delete "/secrets/{secret}" => secrets::remove_secret;
    post   "/secrets/{secret}/use" => secrets::use_secret;
    get    "/secrets/{secret}/check" => secrets::check_secret;
    get    "/audit" => audit::list_events;
    get    "/audit/export" => audit::export_events;
}
