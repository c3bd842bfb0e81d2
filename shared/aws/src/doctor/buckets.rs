//! The buckets: there, ours, versioned, private; and whether the edge honours its conditions.

use aws_sdk_s3::types::{ExpirationStatus, LifecycleRule};
use wavecast_engine::port::PortError;
use wavecast_wire::hash::to_hex;

use super::{Report, State};
use crate::backend::Backend;
use crate::bucket::Bucket;
use crate::fault::code_of;

const EDGE: &str = "WAVECAST_EDGE_BUCKET";
const INGEST: &str = "WAVECAST_INGEST_BUCKET";

impl Backend {
    pub(super) async fn examine_buckets(&self, report: &mut Report) {
        let (edge, uploads) = (self.objects(), self.uploads());
        if report.ask(EDGE, edge.check().await).is_some() {
            report.good(EDGE);
            private(report, "edge bucket public access", edge.bucket()).await;
            let verdict = match name() {
                Ok(name) => edge.probe(&name).await,
                Err(error) => Err(error),
            };
            if let Some(verdict) = report.ask("edge bucket conditions", verdict) {
                let words: Vec<&str> = verdict
                    .broken
                    .iter()
                    .map(|broken| broken.consequence())
                    .collect();
                let mend = format!(
                    "{}; use a store that honours conditional writes",
                    words.join("; ")
                );
                report.must("edge bucket conditions", words.is_empty(), &mend);
            }
        }
        if report.ask(INGEST, uploads.check().await).is_some() {
            report.good(INGEST);
            private(report, "ingest bucket public access", uploads.bucket()).await;
            clears(report, uploads.bucket()).await;
        }
    }
}

fn name() -> Result<String, PortError> {
    let mut random = [0; 8];
    getrandom::fill(&mut random)
        .map_err(|error| PortError::Lost(format!("naming a probe: {error}")))?;
    Ok(to_hex(&random))
}

async fn private(report: &mut Report, what: &str, bucket: &Bucket) {
    let asked = bucket
        .client
        .get_public_access_block()
        .bucket(bucket.name());
    let asked = asked.set_expected_bucket_owner(bucket.owner()).send().await;
    let advice = "public access isn't blocked; block all of it: devices read through the CDN";
    match asked {
        Ok(found) => {
            let blocked = found
                .public_access_block_configuration
                .is_some_and(|block| {
                    [
                        block.block_public_acls,
                        block.ignore_public_acls,
                        block.block_public_policy,
                        block.restrict_public_buckets,
                    ]
                    .iter()
                    .all(|on| *on == Some(true))
                });
            report.should(what, blocked, advice);
        }
        // Never set, or a store that knows no such thing.
        Err(error) if matches!(code_of(&error).0, Some(404 | 501)) => {
            report.note(what, State::Advice(advice.to_owned()));
        }
        Err(error) => {
            let error = bucket.place.read("asking whether it is private", &error);
            report.note(what, State::Mend(error.to_string()));
        }
    }
}

/// Uploads that nobody finishes are paid for until they are cleared.
async fn clears(report: &mut Report, bucket: &Bucket) {
    let what = "ingest bucket lifecycle";
    let asked = bucket
        .client
        .get_bucket_lifecycle_configuration()
        .bucket(bucket.name());
    let asked = asked.set_expected_bucket_owner(bucket.owner()).send().await;
    let advice = "no rule aborts incomplete uploads; add one of 7 days: what a crash leaves is paid for otherwise";
    match asked {
        Ok(found) => {
            let aborts = |rule: &LifecycleRule| {
                rule.status == ExpirationStatus::Enabled
                    && rule.abort_incomplete_multipart_upload.is_some()
            };
            let clears = found.rules.unwrap_or_default().iter().any(aborts);
            report.should(what, clears, advice);
        }
        Err(error) if matches!(code_of(&error).0, Some(404 | 501)) => {
            report.note(what, State::Advice(advice.to_owned()));
        }
        Err(error) => {
            let error = bucket.place.read("asking for its lifecycle", &error);
            report.note(what, State::Mend(error.to_string()));
        }
    }
}
