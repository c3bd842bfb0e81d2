//! `wavecast experiment create`.

use clap::Args;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::{ChannelName, LayerName, PackageName};
use wavecast_wire::version::Version;

use crate::cmd::approval::Asking;
use crate::cmd::release::properties;
use crate::cmd::ship::PolicyFlags;
use crate::error::Result;
use crate::remote::RemoteApp;
use crate::run::Run;

/// Makes an experiment
#[derive(Debug, Args)]
pub struct Create {
    /// Its name
    pub name: ChannelName,
    /// How much of its layer it may ever reach
    #[arg(long, value_name = "SHARE")]
    reserve: Share,
    /// How much of that it reaches at first [default: 100%]
    #[arg(long, value_name = "SHARE")]
    to: Option<Share>,
    /// Experiments of one layer exclude each other [default: a layer of its own, or the one in which
    /// packages are tried]
    #[arg(long)]
    layer: Option<LayerName>,
    /// The devices of this rule take part [default: everyone]
    #[arg(long)]
    rule: Option<ChannelName>,
    /// A variant: NAME:WEIGHT and what it sets, such as on:50%:button=big,page=30, or the version
    /// that it gives, such as new:50%:@1.2.0; two to eight
    #[arg(long = "variant", value_name = "VARIANT", required = true)]
    variants: Vec<Variant>,
    /// The name of the packages that variants give [default: the project's, else the application's]
    #[arg(long, value_name = "NAME")]
    package: Option<PackageName>,
    #[command(flatten)]
    policy: PolicyFlags,
    #[command(flatten)]
    pub asking: Asking,
}

/// One variant.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Variant {
    name: String,
    weight: Share,
    gives: Gives,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Gives {
    Values(Vec<String>),
    Version(String),
}

impl std::str::FromStr for Variant {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let rule = "a variant is written NAME:WEIGHT, NAME:WEIGHT:name=value,name=value or NAME:WEIGHT:@VERSION";
        let mut parts = text.splitn(3, ':');
        let name = parts.next().filter(|name| !name.is_empty()).ok_or(rule)?;
        let weight = parts.next().ok_or(rule)?;
        let weight = weight.parse().map_err(|error| format!("{error}"))?;
        let gives = parts.next().unwrap_or_default();
        let gives = match gives.strip_prefix('@') {
            Some(version) => {
                let parsed = version.parse::<Version>();
                parsed.map_err(|error| format!("{error}"))?;
                Gives::Version(version.to_owned())
            }
            None => {
                let sets = gives.split(',').filter(|set| !set.is_empty());
                Gives::Values(sets.map(str::to_owned).collect())
            }
        };
        Ok(Self {
            name: name.to_owned(),
            weight,
            gives,
        })
    }
}

impl Create {
    pub fn body(&self, run: &Run, app: &RemoteApp) -> Result<types::CreateExperiment> {
        let project = run.config.project.package.as_ref();
        let package = self.package.as_ref().or(project);
        let package = package.map_or_else(|| app.app.clone(), ToString::to_string);
        let variants = self.variants.iter().map(|one| one.input(&package));
        Ok(types::CreateExperiment {
            name: self.name.to_string(),
            rule: self.rule.as_ref().map(ToString::to_string),
            layer: self.layer.clone().map(Into::into),
            reserve: self.reserve.to_string(),
            share: self.to.map(|to| to.to_string()),
            variants: variants.collect::<Result<_>>()?,
            policy: self.policy.policy(),
            notes: self.policy.notes(),
        })
    }
}

impl Variant {
    fn input(&self, package: &str) -> Result<types::CreateVariant> {
        let (values, version) = match &self.gives {
            Gives::Values(values) => (properties(values)?, None),
            Gives::Version(version) => (Default::default(), Some(version.clone())),
        };
        Ok(types::CreateVariant {
            name: self.name.clone(),
            weight: self.weight.to_string(),
            properties: values,
            package: version.map(|version| types::VariantPackage {
                name: package.to_owned(),
                version,
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Gives, Variant};

    #[test]
    fn a_variant_sets_values_or_gives_a_version() {
        let read = |text: &str| text.parse::<Variant>().map(|variant| variant.gives);
        assert_eq!(read("off:50%"), Ok(Gives::Values(vec![])));
        let values = vec!["a=1".to_owned(), "b=x:y".to_owned()];
        assert_eq!(read("on:50%:a=1,b=x:y"), Ok(Gives::Values(values)));
        assert_eq!(read("new:50%:@1.2.0"), Ok(Gives::Version("1.2.0".into())));
        for text in [
            "",
            "on",
            ":50%",
            "on:50",
            "on:101%",
            "on:50%:@",
            "on:50%:@one",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
