//! The sealing key: there, enabled, of the right kind; and whether what it seals opens again.

use aws_sdk_kms::types::{KeySpec, KeyUsageType};
use wavecast_engine::port::PortError;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use super::{Report, State};
use crate::backend::Backend;
use crate::fault::Place;
use crate::keys::SealedKeys;

const KEY: &str = "WAVECAST_SEALING_KEY";

impl Backend {
    pub(super) async fn examine_keys(&self, report: &mut Report) {
        let place = Place {
            setting: KEY,
            name: self.deployment.sealing_key.clone(),
            region: self.sdk.region().to_owned(),
        };
        let described = self
            .sdk
            .kms()
            .describe_key()
            .key_id(&place.name)
            .send()
            .await;
        let described = described.map_err(|error| place.read("describing it", &error));
        let Some(described) = report.ask(KEY, described) else {
            return;
        };
        let Some(key) = described.key_metadata else {
            report.note(KEY, State::Mend(format!("{place}: KMS says nothing of it")));
            return;
        };
        let seals = key.key_usage == Some(KeyUsageType::EncryptDecrypt)
            && key.key_spec == Some(KeySpec::SymmetricDefault);
        report.must(
            KEY,
            seals,
            "it is no symmetric key; make one of SYMMETRIC_DEFAULT",
        );
        report.must(
            "sealing key enabled",
            key.enabled,
            "it is disabled or to be deleted; enable it: no channel can be published",
        );
        report.should("sealing key multi-Region", key.multi_region == Some(true), "it lives in one Region, and can't be changed; a deployment that must move needs another from the start");
        if seals && key.enabled {
            let sealed = self.try_seal().await;
            if report.ask("sealing key seals and opens", sealed).is_some() {
                report.good("sealing key seals and opens");
            }
        }
    }

    /// Seals a key as the key maker does, and signs with it as the publisher does. It is kept nowhere.
    async fn try_seal(&self) -> Result<(), PortError> {
        use wavecast_engine::port::{KeyMaker as _, Signer as _};
        let scope: Scope = "wavecast/doctor/probe"
            .parse()
            .map_err(|error| PortError::Refused(format!("{error}")))?;
        let keys = SealedKeys::new(&self.sdk, &self.deployment.sealing_key);
        let key = keys.make(&scope, Role::Timestamp).await?;
        keys.sign(&key, b"probe").await.map(drop)
    }
}
