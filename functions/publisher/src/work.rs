//! What a message asks of the publisher, carried out.

use serde_json::{Value, json};
use wavecast_aws::CloudFrontCdn;
use wavecast_aws::wake::What;
use wavecast_engine::publisher::{Published, Publisher};
use wavecast_runtime::Failed;
use wavecast_wire::name::Scope;

/// The publisher with what else it needs.
pub(crate) struct Worker {
    pub publisher: Publisher,
    /// Forgets paths that a queue brings.
    pub cdn: Option<CloudFrontCdn>,
}

impl Worker {
    /// Does what a message asks. Doing it twice, or late, does no harm.
    pub(crate) async fn carry_out(&self, what: What) -> Result<Value, Failed> {
        match what {
            What::Publish { scope } | What::Renew { scope } => self.publish(&scope).await,
            What::Package {
                org,
                app,
                name,
                version,
            } => {
                let checked = self.publisher.check_package(&org, &app, &name, &version);
                checked.await.map_err(Failed::new)?;
                tracing::info!(%org, %app, %name, %version, "checked");
                Ok(json!({ "checked": true }))
            }
            What::Invalidate { paths } => {
                let asked = paths.len();
                self.invalidate(paths).await?;
                Ok(json!({ "invalidated": asked }))
            }
            other => {
                let what = format!("{other:?} isn't for the publisher");
                Err(Failed::new(what))
            }
        }
    }

    async fn publish(&self, scope: &Scope) -> Result<Value, Failed> {
        let published = self.publisher.publish(scope).await.map_err(Failed::new)?;
        Ok(match published {
            Published::At { seq } => {
                tracing::info!(%scope, seq, "published");
                json!({ "seq": seq })
            }
            // Another must do something first; it stands on the publication, and the tick asks again.
            Published::Waiting { why } => {
                tracing::warn!(%scope, why, "waiting");
                json!({ "waiting": why })
            }
            Published::Fenced { edge } => {
                tracing::warn!(%scope, edge, "fenced");
                json!({ "fenced": edge })
            }
        })
    }

    /// Has the CDN forget paths, each once; without a CDN there is nothing that could remember.
    pub(crate) async fn invalidate(&self, paths: Vec<String>) -> Result<(), Failed> {
        match &self.cdn {
            Some(cdn) => Ok(cdn.drain(paths).await?),
            None => Ok(()),
        }
    }
}
