//! How organizations begin, as `dev` and `serve` are told.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use wavecast_domain::org::{Founders, Founding, Quota};

/// How organizations begin.
#[derive(Clone, Debug, Default, Args)]
pub struct FoundingArgs {
    /// Who may create organizations: anyone who signed in, or only the installation's own token
    #[arg(
        long = "orgs-by",
        value_name = "WHO",
        default_value = "anyone",
        env = "WAVECAST_ORGS_BY",
        value_parser = PossibleValuesParser::new(Founders::ALL.map(Founders::name))
            .try_map(|text| text.parse::<Founders>())
    )]
    by: Founders,
    /// What an organization that a person creates may hold, such as
    /// apps=20,members=50,storage=50GB; without it what is built in
    #[arg(
        long = "new-org-quota",
        value_name = "LIMITS",
        env = "WAVECAST_NEW_ORG_QUOTA",
        hide_default_value = true,
        default_value = ""
    )]
    quota: Quota,
}

impl From<FoundingArgs> for Founding {
    fn from(args: FoundingArgs) -> Self {
        Self {
            by: args.by,
            quota: args.quota,
        }
    }
}
