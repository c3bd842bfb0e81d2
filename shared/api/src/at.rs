//! Reading paths.

use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use wavecast_wire::name::{AppName, ChannelName, OrgName, PackageName, ReleaseId, Scope};
use wavecast_wire::version::Version;

use crate::problem::Problem;

/// The names in a path, parsed.
#[derive(Debug)]
pub(crate) struct At<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(path)| Self(path)).map_err(refuse)
    }
}

fn refuse(rejection: PathRejection) -> Problem {
    let PathRejection::FailedToDeserializePathParams(error) = rejection else {
        return Problem::internal("the path has no names");
    };
    match error.into_kind() {
        ErrorKind::DeserializeError { key, message, .. } => Problem::invalid(key, message),
        ErrorKind::ParseErrorAtKey {
            key, expected_type, ..
        } => Problem::invalid(key, format!("must be of type {expected_type}")),
        ErrorKind::InvalidUtf8InPathParam { key } => Problem::invalid(key, "must be UTF-8"),
        other => Problem::malformed(other.to_string()),
    }
}

macro_rules! path {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty = $example:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, IntoParams)]
        #[into_params(parameter_in = Path)]
        pub(crate) struct $name {
            $($(#[$field_doc])* #[param(value_type = String, example = $example)] pub $field: $type),*
        }
    };
}

path!(
    /// An organization.
    OrgPath {
        /// The organization.
        org: OrgName = "acme",
    }
);
path!(
    /// An application.
    AppPath {
        /// The organization.
        org: OrgName = "acme",
        /// The application.
        app: AppName = "lamp",
    }
);
path!(
    /// A channel.
    ChannelPath {
        /// The organization.
        org: OrgName = "acme",
        /// The application.
        app: AppName = "lamp",
        /// The channel.
        channel: ChannelName = "stable",
    }
);
path!(
    /// A package.
    PackagePath {
        /// The organization.
        org: OrgName = "acme",
        /// The application.
        app: AppName = "lamp",
        /// The package's name.
        name: PackageName = "lamp",
        /// The package's version.
        version: Version = "1.2.0",
    }
);
path!(
    /// A release.
    ReleasePath {
        /// The organization.
        org: OrgName = "acme",
        /// The application.
        app: AppName = "lamp",
        /// The release's id.
        id: ReleaseId = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CD",
    }
);
path!(
    /// An upload.
    UploadPath {
        /// The organization.
        org: OrgName = "acme",
        /// The application.
        app: AppName = "lamp",
        /// The upload's id.
        id: String = "6d1f0c2a9b7e4d3f8a5c1e0b7d9f2a4c",
    }
);
path!(
    /// A publication.
    PublicationPath {
        /// The organization.
        org: OrgName = "acme",
        /// The application.
        app: AppName = "lamp",
        /// The channel.
        channel: ChannelName = "stable",
        /// The publication's id.
        id: String = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CE",
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

impl ReleasePath {
    /// The application's path.
    pub(crate) fn app(&self) -> AppPath {
        AppPath {
            org: self.org.clone(),
            app: self.app.clone(),
        }
    }
}
