//! Where people sign in.

use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::SignInPlace;

/// Where people sign in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignIn {
    /// An issuer of OpenID Connect, as it calls itself.
    #[schema(example = "https://id.example.com/realms/wavecast")]
    pub issuer: String,
    /// As which of its clients the command line signs in.
    #[schema(example = "wavecast-cli")]
    pub client: String,
}

impl From<SignInPlace> for SignIn {
    fn from(place: SignInPlace) -> Self {
        Self {
            issuer: place.issuer,
            client: place.client,
        }
    }
}
