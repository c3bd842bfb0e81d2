//! The backend on AWS: the ports of the engine on DynamoDB, S3, KMS, CloudFront and Lambda.
//!
//! [`Backend::load`] reads the environment and makes the ports of a deployment. Entries live in one
//! table, objects and uploads in two buckets, seeds sealed beside the entries. `docs/aws.md` says how
//! it works and what it costs, `docs/dynamodb.md` has the layout of the table.

mod backend;
mod bell;
mod bucket;
mod cdn;
pub mod correlation;
mod deployment;
pub mod doctor;
mod fault;
mod keys;
mod ledger;
mod objects;
mod queue;
mod sdk;
#[cfg(feature = "testing")]
pub mod testing;
mod uploads;
mod vault;
pub mod wake;
mod workers;

pub use backend::Backend;
pub use bell::LambdaBell;
pub use bucket::BucketRules;
pub use cdn::CloudFrontCdn;
pub use deployment::{Deployment, SignerKind};
pub use fault::refusals;
pub use keys::{KmsKeys, SealedKeys};
pub use ledger::{DynamoLedger, LAYOUT};
pub use objects::{Condition, S3Objects, Verdict};
pub use sdk::{Sdk, http_client};
pub use uploads::S3Uploads;
pub use vault::KmsVault;
pub use workers::LambdaWorkers;
