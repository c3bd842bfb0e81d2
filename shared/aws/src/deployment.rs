//! One deployment, as the environment names it.

use std::collections::BTreeMap;

use wavecast_engine::port::PortError;

/// How signing keys are kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SignerKind {
    /// Ed25519 seeds, sealed by one KMS key: the default.
    Sealed,
    /// An Ed25519 key in KMS for every role; it signs at most 4,096 bytes.
    KmsEd25519,
    /// A P-256 key in KMS for every role.
    KmsP256,
}

/// The names of one deployment's parts. Nothing in here is secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Deployment {
    /// `WAVECAST_STAGE`, such as `dev`.
    pub stage: String,
    /// `WAVECAST_TABLE`: the table.
    pub table: String,
    /// `WAVECAST_EDGE_BUCKET`: what devices read.
    pub edge_bucket: String,
    /// `WAVECAST_INGEST_BUCKET`: where files are staged.
    pub ingest_bucket: String,
    /// `WAVECAST_SEALING_KEY`: the ARN of the symmetric KMS key that seals seeds.
    pub sealing_key: String,
    /// `WAVECAST_SIGNER`.
    pub signer: SignerKind,
    /// `WAVECAST_DISTRIBUTION`: the CloudFront distribution; `None` for an edge without one.
    pub distribution: Option<String>,
    /// `WAVECAST_EDGE_URL`: where devices read, without a slash at its end.
    pub edge_url: String,
    /// `WAVECAST_PUBLISHER`: the function that publishes.
    pub publisher: Option<String>,
    /// `WAVECAST_KEYS`: the function that makes keys.
    pub keys: Option<String>,
    /// `WAVECAST_RENEWALS_QUEUE`: the URL of the queue of bulk renewals.
    pub renewals_queue: Option<String>,
    /// `WAVECAST_INVALIDATIONS_QUEUE`: the URL of the queue of paths that couldn't be invalidated at
    /// once.
    pub invalidations_queue: Option<String>,
}

/// The variables that must be set everywhere, with what each holds.
const NEEDED: [(&str, &str); 6] = [
    ("WAVECAST_STAGE", "the stage, such as dev"),
    ("WAVECAST_TABLE", "the name of the DynamoDB table"),
    (
        "WAVECAST_EDGE_BUCKET",
        "the name of the bucket behind the edge",
    ),
    (
        "WAVECAST_INGEST_BUCKET",
        "the name of the bucket that takes uploads",
    ),
    (
        "WAVECAST_SEALING_KEY",
        "the ARN of the KMS key that seals signing keys",
    ),
    ("WAVECAST_EDGE_URL", "the URL at which devices read"),
];

impl Deployment {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// As [`Deployment::parse`].
    pub fn from_env() -> Result<Self, PortError> {
        Self::parse(|name| std::env::var(name).ok())
    }

    /// Reads variables; an empty one counts as missing.
    ///
    /// # Errors
    /// [`PortError::Setup`] with one line that names every variable that is missing or wrong.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Result<Self, PortError> {
        let get = |name: &str| {
            get(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let mut wrong = Vec::new();
        let mut needed = BTreeMap::new();
        for (name, what) in NEEDED {
            match get(name) {
                Some(value) => drop(needed.insert(name, value)),
                None => wrong.push(format!("{name} is not set ({what})")),
            }
        }
        let mut take = |name: &str| needed.remove(name).unwrap_or_default();
        let deployment = Self {
            stage: take("WAVECAST_STAGE"),
            table: take("WAVECAST_TABLE"),
            edge_bucket: take("WAVECAST_EDGE_BUCKET"),
            ingest_bucket: take("WAVECAST_INGEST_BUCKET"),
            sealing_key: take("WAVECAST_SEALING_KEY"),
            signer: signer(get("WAVECAST_SIGNER").as_deref()).unwrap_or_else(|rule| {
                wrong.push(rule);
                SignerKind::Sealed
            }),
            distribution: get("WAVECAST_DISTRIBUTION"),
            edge_url: take("WAVECAST_EDGE_URL").trim_end_matches('/').to_owned(),
            publisher: get("WAVECAST_PUBLISHER"),
            keys: get("WAVECAST_KEYS"),
            renewals_queue: get("WAVECAST_RENEWALS_QUEUE"),
            invalidations_queue: get("WAVECAST_INVALIDATIONS_QUEUE"),
        };
        wrong.extend(deployment.contradictions());
        if wrong.is_empty() {
            return Ok(deployment);
        }
        Err(PortError::Setup(format!(
            "{}; see docs/aws.md for what each variable holds",
            wrong.join("; ")
        )))
    }

    fn contradictions(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if !self.edge_bucket.is_empty() && self.edge_bucket == self.ingest_bucket {
            wrong.push(format!(
                "WAVECAST_INGEST_BUCKET and WAVECAST_EDGE_BUCKET are both {}: whoever may upload could write the edge",
                self.edge_bucket
            ));
        }
        let is_url = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        if !self.edge_url.is_empty() && !is_url(&self.edge_url) {
            wrong.push(format!(
                "WAVECAST_EDGE_URL={} must begin with https://",
                self.edge_url
            ));
        }
        for (name, queue) in [
            ("WAVECAST_RENEWALS_QUEUE", &self.renewals_queue),
            ("WAVECAST_INVALIDATIONS_QUEUE", &self.invalidations_queue),
        ] {
            if let Some(queue) = queue.as_deref().filter(|queue| !is_url(queue)) {
                wrong.push(format!("{name}={queue} must be the queue's URL"));
            }
        }
        wrong
    }

    /// The account that the deployment belongs to, if the sealing key's ARN says it. Buckets of any
    /// other account are refused by S3 itself.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        let account = self.sealing_key.strip_prefix("arn:")?.split(':').nth(3)?;
        let digits = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
        digits.then_some(account)
    }
}

fn signer(name: Option<&str>) -> Result<SignerKind, String> {
    match name {
        None | Some("sealed") => Ok(SignerKind::Sealed),
        Some("kms-ed25519") => Ok(SignerKind::KmsEd25519),
        Some("kms-p256") => Ok(SignerKind::KmsP256),
        Some(other) => Err(format!(
            "WAVECAST_SIGNER={other} must be sealed, kms-ed25519 or kms-p256"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> BTreeMap<&'static str, &'static str> {
        BTreeMap::from([
            ("WAVECAST_STAGE", "dev"),
            ("WAVECAST_TABLE", "wavecast-dev"),
            ("WAVECAST_EDGE_BUCKET", "edge"),
            ("WAVECAST_INGEST_BUCKET", "ingest"),
            (
                "WAVECAST_SEALING_KEY",
                "arn:aws:kms:eu-central-1:123456789012:key/mrk-1",
            ),
            ("WAVECAST_EDGE_URL", "https://edge.example.org/"),
        ])
    }

    fn parse(variables: &BTreeMap<&'static str, &'static str>) -> Result<Deployment, PortError> {
        Deployment::parse(|name| variables.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn what_is_needed_suffices() {
        let deployment = parse(&variables()).unwrap();
        assert_eq!(deployment.account(), Some("123456789012"));
        assert_eq!(deployment.edge_url, "https://edge.example.org");
        assert_eq!(
            (deployment.signer, deployment.distribution),
            (SignerKind::Sealed, None)
        );
        let mut named = variables();
        named.insert("WAVECAST_SEALING_KEY", "alias/wavecast");
        assert_eq!(parse(&named).unwrap().account(), None);
    }

    #[test]
    fn one_line_names_all_that_is_wrong() {
        let mut wrong = variables();
        wrong.remove("WAVECAST_TABLE");
        wrong.insert("WAVECAST_STAGE", "  ");
        wrong.insert("WAVECAST_SIGNER", "rsa");
        wrong.insert("WAVECAST_INGEST_BUCKET", "edge");
        wrong.insert("WAVECAST_EDGE_URL", "edge.example.org");
        wrong.insert("WAVECAST_RENEWALS_QUEUE", "renewals");
        let error = parse(&wrong).unwrap_err().to_string();
        assert_eq!(
            error,
            "WAVECAST_STAGE is not set (the stage, such as dev); WAVECAST_TABLE is not set (the name of the DynamoDB table); WAVECAST_SIGNER=rsa must be sealed, kms-ed25519 or kms-p256; WAVECAST_INGEST_BUCKET and WAVECAST_EDGE_BUCKET are both edge: whoever may upload could write the edge; WAVECAST_EDGE_URL=edge.example.org must begin with https://; WAVECAST_RENEWALS_QUEUE=renewals must be the queue's URL; see docs/aws.md for what each variable holds"
        );
    }
}
