//! Reading paths.

use std::collections::BTreeMap;

use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use utoipa::IntoParams;
use wavecast_domain::id::Ulid;
use wavecast_domain::name::{
    AccountName, RoleName, SecretId, SecretName, TrustName, UserId, UserName,
};
use wavecast_wire::name::{AppName, ChannelName, OrgName, PackageName, ReleaseId, Scope};
use wavecast_wire::version::Version;

use crate::auth::Way;
use crate::field::parse;
use crate::problem::Problem;

/// The names in a path, parsed.
#[derive(Debug)]
pub(crate) struct At<T>(pub T);

/// What can be read from the names in a path.
pub(crate) trait FromNames: Sized {
    /// Reads it; a refusal says which name breaks which rule.
    fn from_names(names: &BTreeMap<String, String>) -> Result<Self, Problem>;
}

impl<S: Send + Sync, T: FromNames> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, state).await;
        let Path(names) = path.map_err(refuse)?;
        T::from_names(&names).map(Self)
    }
}

fn refuse(rejection: PathRejection) -> Problem {
    let PathRejection::FailedToDeserializePathParams(error) = rejection else {
        return Problem::internal("the path has no names");
    };
    match error.into_kind() {
        ErrorKind::InvalidUtf8InPathParam { key } => Problem::invalid(key, "must be UTF-8"),
        other => Problem::malformed(other.to_string()),
    }
}

macro_rules! path {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty as $shown:ty = $example:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, IntoParams)]
        #[into_params(parameter_in = Path)]
        pub(crate) struct $name {
            $($(#[$field_doc])* #[param(value_type = $shown, example = $example)] pub $field: $type),*
        }

        impl FromNames for $name {
            fn from_names(names: &BTreeMap<String, String>) -> Result<Self, Problem> {
                let name = |name: &str| names.get(name).map_or("", String::as_str);
                Ok(Self {
                    $($field: parse(stringify!($field), name(stringify!($field)))?),*
                })
            }
        }
    };
}

path!(
    /// An organization.
    OrgPath {
        /// The organization.
        org: OrgName as String = "acme",
    }
);
path!(
    /// A way to sign in with a browser.
    WayPath {
        /// The way: `github` or `oidc`.
        way: Way as String = "github",
    }
);
path!(
    /// An application.
    AppPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
    }
);
path!(
    /// A channel.
    ChannelPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The channel.
        channel: ChannelName as String = "stable",
    }
);
path!(
    /// A rule of a channel.
    RulePath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The channel.
        channel: ChannelName as String = "stable",
        /// The rule; written as a channel's name.
        rule: ChannelName as String = "testers",
    }
);
path!(
    /// An experiment of a channel.
    ExperimentPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The channel.
        channel: ChannelName as String = "stable",
        /// The experiment; written as a channel's name.
        experiment: ChannelName as String = "checkout-button",
    }
);
path!(
    /// A group of devices.
    GroupPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The group.
        group: AppName as String = "testers",
    }
);
path!(
    /// A package.
    PackagePath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The package's name.
        name: PackageName as String = "lamp",
        /// The package's version.
        version: Version as String = "1.2.0",
    }
);
path!(
    /// A release.
    ReleasePath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The release's id.
        id: ReleaseId as String = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CD",
    }
);
path!(
    /// A request for approvals.
    ApprovalPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The request's id.
        id: Ulid as String = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CF",
    }
);
path!(
    /// An upload.
    UploadPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The upload's id.
        id: String as String = "6d1f0c2a9b7e4d3f8a5c1e0b7d9f2a4c",
    }
);
path!(
    /// A publication.
    PublicationPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The channel.
        channel: ChannelName as String = "stable",
        /// The publication's id.
        id: String as String = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CE",
    }
);

path!(
    /// A part of an upload.
    PartPath {
        /// The upload's id.
        id: String as String = "6d1f0c2a9b7e4d3f8a5c1e0b7d9f2a4c",
        /// The part's number, from 1.
        number: u32 as u32 = 1,
    }
);

path!(
    /// One of the installation's own people.
    UserPath {
        /// By what name they sign in.
        user: UserName as String = "ada",
    }
);
path!(
    /// A person.
    PersonPath {
        /// The person's id.
        person: UserId as String = "p-8f14e45fceea167a5a36dedd",
    }
);
path!(
    /// A session.
    SessionPath {
        /// Its id: 16 characters, the public part of its tokens.
        id: SecretId as String = "4j7c9q2m8x0d5v1k",
    }
);
path!(
    /// A member of an organization.
    MemberPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The person's id.
        user: UserId as String = "p-8f14e45fceea167a5a36dedd",
    }
);
path!(
    /// An invitation or a token.
    SecretPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// Its id: 16 characters, the public part of what was shown once.
        id: SecretId as String = "4j7c9q2m8x0d5v1k",
    }
);
path!(
    /// A role that an organization made.
    RolePath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The role.
        role: RoleName as String = "releaser",
    }
);
path!(
    /// A rule of trust.
    TrustPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The rule.
        trust: TrustName as String = "main-branch",
    }
);
path!(
    /// A secret of an application.
    AppSecretPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The application.
        app: AppName as String = "lamp",
        /// The secret.
        secret: SecretName as String = "deploy-hook",
    }
);
path!(
    /// A service account.
    AccountPath {
        /// The organization.
        org: OrgName as String = "acme",
        /// The service account.
        account: AccountName as String = "ci",
    }
);

macro_rules! scope {
    ($name:ident) => {
        impl $name {
            /// What the channel speaks for.
            pub(crate) fn scope(&self) -> Scope {
                Scope {
                    org: self.org.clone(),
                    app: self.app.clone(),
                    channel: self.channel.clone(),
                }
            }
        }
    };
}
scope!(ChannelPath);
scope!(PublicationPath);

impl ChannelPath {
    /// The application's path.
    pub(crate) fn app(&self) -> AppPath {
        AppPath {
            org: self.org.clone(),
            app: self.app.clone(),
        }
    }
}

impl ApprovalPath {
    /// The application's path.
    pub(crate) fn app(&self) -> AppPath {
        AppPath {
            org: self.org.clone(),
            app: self.app.clone(),
        }
    }
}

impl ReleasePath {
    /// The application's path.
    pub(crate) fn app(&self) -> AppPath {
        AppPath {
            org: self.org.clone(),
            app: self.app.clone(),
        }
    }
}
