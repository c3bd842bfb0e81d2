//! Who signs people in, and whose workflows may exchange their tokens: as `wavecast serve` takes it from
//! flags, from the environment. Nothing of it is a secret, and no issuer is asked before a token comes.

use std::sync::Arc;

use rustls::crypto::ring;
use wavecast_api::{Auth, SignInPlace};
use wavecast_engine::port::PortError;
use wavecast_identity::{AUDIENCE, CLIENT, GITHUB, RoleMap, Settings, Trusted};

const ISSUER: &str = "WAVECAST_OIDC_ISSUER";
const FOR: &str = "WAVECAST_OIDC_AUDIENCE";
const AS: &str = "WAVECAST_OIDC_CLIENT";
/// The text that `wavecast serve` has in a file: a function has no files of its operator's.
const ROLES: &str = "WAVECAST_OIDC_ROLES_TOML";
const WORKFLOWS: &str = "WAVECAST_WORKFLOW_ISSUERS";
/// Where clients reach the API: tokens of workflows must be for that.
const URL: &str = "WAVECAST_PUBLIC_URL";

/// What the environment says.
#[derive(Default)]
pub(crate) struct SignIn {
    place: Option<SignInPlace>,
    trusted: Trusted,
}

impl SignIn {
    /// From the environment of this process.
    pub(crate) fn from_env() -> Result<Self, PortError> {
        Self::parse(|name| std::env::var(name).ok())
    }

    /// From variables; one that is empty isn't said.
    fn parse(variable: impl Fn(&str) -> Option<String>) -> Result<Self, PortError> {
        let said = |name| variable(name).filter(|text| !text.is_empty());
        let issuer = said(ISSUER);
        if issuer.is_none() && said(ROLES).is_some() {
            return Err(PortError::Setup(format!(
                "{ROLES}: says who has which roles, but {ISSUER} names nobody who signs people in"
            )));
        }
        let roles = said(ROLES).map(|text| roles(&text)).transpose()?;
        let place = issuer.map(|issuer| SignInPlace {
            issuer,
            client: said(AS).unwrap_or_else(|| CLIENT.to_owned()),
        });
        let people = place.as_ref().map(|place| Settings {
            issuer: place.issuer.clone(),
            audience: said(FOR).unwrap_or_else(|| AUDIENCE.to_owned()),
            roles: roles.unwrap_or_default(),
        });
        let public_url = said(URL).unwrap_or_default();
        let workflows = variable(WORKFLOWS).unwrap_or_else(|| GITHUB.to_owned());
        let workflows = workflows.split(',').map(str::trim);
        let workflows = workflows.filter(|issuer| !issuer.is_empty() && !public_url.is_empty());
        Ok(Self {
            place,
            trusted: Trusted {
                people,
                workflows: workflows.map(str::to_owned).collect(),
                public_url: public_url.trim_end_matches('/').to_owned(),
            },
        })
    }

    /// Lets them in, beside those whom we know by tokens of our own.
    pub(crate) fn apply(self, auth: Auth) -> Result<Auth, PortError> {
        // Once in a process; a second start would find it installed.
        ring::default_provider().install_default().ok();
        let judges = self.trusted.judges().map_err(|error| {
            PortError::Setup(format!(
                "{ISSUER} or {WORKFLOWS} names a place that isn't asked: {error}"
            ))
        })?;
        let auth = match judges.workflows {
            Some(workflows) => auth.with_workflows(Arc::new(workflows)),
            None => auth,
        };
        Ok(match judges.people.zip(self.place) {
            Some((people, place)) => auth.with_identity(Arc::new(people), place),
            None => auth,
        })
    }
}

/// Which claims give which roles. Of what is wrong the line is told, and the rule.
fn roles(text: &str) -> Result<RoleMap, PortError> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        let why = error.message().replace('\n', " ");
        PortError::Setup(format!(
            "{ROLES}: line {line}: {why}; docs/identity.md has one that is right"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "[[role]]\nclaim = \"groups\"\nvalue = \"/acme\"\norg = \"acme\"\n";

    fn parse(said: &[(&str, &str)]) -> Result<SignIn, PortError> {
        SignIn::parse(|name| {
            let found = said.iter().find(|(key, _)| *key == name);
            found.map(|(_, text)| (*text).to_owned())
        })
    }

    /// Where people sign in and whose workflows are trusted, as a log would show it.
    fn shown(said: &[(&str, &str)]) -> String {
        let nobody = Auth::from_hashes([]);
        format!("{:?}", parse(said).unwrap().apply(nobody).unwrap())
    }

    #[test]
    fn who_says_nothing_lets_nobody_in() {
        let nobody = format!("{:?}", Auth::from_hashes([]));
        assert_eq!(shown(&[]), nobody);
        // As CloudFormation writes what nobody chose.
        let empty = [
            (ISSUER, ""),
            (ROLES, ""),
            (WORKFLOWS, ""),
            (URL, "https://api.example.com"),
        ];
        assert_eq!(shown(&empty), nobody);
        // A token of a workflow must be for somewhere.
        assert_eq!(shown(&[(WORKFLOWS, GITHUB), (URL, "")]), nobody);
    }

    #[test]
    fn an_issuer_is_taken_with_what_serve_takes_if_nothing_else_is_said() {
        let at = "https://id.example.com/realms/acme";
        let sign_in = parse(&[
            (ISSUER, at),
            (ROLES, ROLE),
            (URL, "https://api.example.com/"),
        ])
        .unwrap();
        let people = sign_in.trusted.people.as_ref().unwrap();
        assert_eq!(
            (people.issuer.as_str(), people.audience.as_str()),
            (at, AUDIENCE)
        );
        assert_ne!(people.roles, RoleMap::default());
        assert_eq!(sign_in.place.as_ref().unwrap().client, CLIENT);
        assert_eq!(sign_in.trusted.workflows, [GITHUB]);
        assert_eq!(sign_in.trusted.public_url, "https://api.example.com");
        let others = [
            (ISSUER, at),
            (FOR, "api"),
            (AS, "cli"),
            (WORKFLOWS, "https://a.example, https://b.example"),
            (URL, "https://c.example"),
        ];
        let sign_in = parse(&others).unwrap();
        assert_eq!(sign_in.trusted.people.unwrap().audience, "api");
        assert_eq!(sign_in.place.unwrap().client, "cli");
        assert_eq!(
            sign_in.trusted.workflows,
            ["https://a.example", "https://b.example"]
        );
        let known = shown(&others);
        assert!(
            known.contains(at) && known.contains("https://b.example"),
            "{known}"
        );
    }

    #[test]
    fn what_is_wrong_is_told_in_one_line_that_names_the_setting() {
        let told = |said: &[(&str, &str)]| {
            let done = parse(said).and_then(|found| found.apply(Auth::from_hashes([])));
            done.unwrap_err().to_string()
        };
        let issuer = (ISSUER, "https://id.example.com");
        let slip = format!("{ROLE}role = \"chief\"\n");
        for (said, expected) in [
            (
                &[(ROLES, ROLE)][..],
                "WAVECAST_OIDC_ROLES_TOML: says who has which roles, but WAVECAST_OIDC_ISSUER names nobody",
            ),
            (
                &[issuer, (ROLES, slip.as_str())],
                "WAVECAST_OIDC_ROLES_TOML: line 5: ",
            ),
            (
                &[issuer, (ROLES, "roles.toml")],
                "WAVECAST_OIDC_ROLES_TOML: line 1: ",
            ),
            (
                &[(ISSUER, "http://id.example.com")],
                "http://id.example.com: must begin with https://",
            ),
            (
                &[(WORKFLOWS, "example.com"), (URL, "https://c.example")],
                "example.com: must begin with https://",
            ),
        ] {
            let line = told(said);
            assert!(line.contains(expected) && !line.contains('\n'), "{line}");
        }
    }
}
