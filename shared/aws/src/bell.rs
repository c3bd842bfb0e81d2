//! Waking the publisher and the key maker: functions that are invoked and waited for.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::config::Builder;
use aws_sdk_lambda::config::retry::RetryConfig;
use aws_sdk_lambda::config::timeout::TimeoutConfig;
use aws_sdk_lambda::operation::invoke::builders::InvokeFluentBuilder;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::InvocationType;
use wavecast_domain::name::SecretName;
use wavecast_engine::control::PublicationState;
use wavecast_engine::port::{Doorbell, PortError, Proof, Prover, Wake};
use wavecast_wire::name::{AppName, OrgName};

use crate::deployment::Deployment;
use crate::fault::Place;
use crate::sdk::Sdk;
use crate::wake::{Message, Told, What};

/// How long a command waits for what it woke. The function goes on by itself.
const PATIENCE: Duration = Duration::from_secs(8);
/// What is kept of a function's own words.
const WORDS: usize = 300;

/// Invokes the functions that do the work.
#[derive(Clone, Debug)]
pub struct LambdaBell {
    client: Client,
    publisher: Option<Arc<Place>>,
    keys: Option<Arc<Place>>,
}

impl LambdaBell {
    /// Rings the functions that a deployment names.
    #[must_use]
    pub fn new(sdk: &Sdk, deployment: &Deployment) -> Self {
        let place = |setting, name: &Option<String>| {
            let name = name.clone()?;
            let region = sdk.region().to_owned();
            Some(Arc::new(Place {
                setting,
                name,
                region,
            }))
        };
        Self {
            client: sdk.lambda(),
            publisher: place("WAVECAST_PUBLISHER", &deployment.publisher),
            keys: place("WAVECAST_KEYS", &deployment.keys),
        }
    }

    /// Invokes the function that does this, and waits until it is done or the patience ends; answers
    /// what it says of publications.
    ///
    /// # Errors
    /// [`PortError::Setup`] for a function that isn't named or isn't there; [`PortError::Lost`] for
    /// one that failed, with its words; [`PortError::Throttled`].
    pub async fn send(&self, message: &Message) -> Result<Vec<PublicationState>, PortError> {
        // One that is still at it: who wants to know watches.
        let told = self.invoke(message).await?.unwrap_or_default();
        Ok(told.marked)
    }

    /// What a function answers; `None` if the patience ends before.
    async fn invoke(&self, message: &Message) -> Result<Option<Told>, PortError> {
        let (place, invoke) = self.invocation(message)?;
        let invoked = invoke.customize().config_override(once()).send().await;
        let answer = match invoked {
            Ok(answer) => answer,
            Err(aws_sdk_lambda::error::SdkError::TimeoutError(_)) => return Ok(None),
            Err(error) => return Err(place.read("invoking it", &error)),
        };
        let words = answer.payload.map(Blob::into_inner).unwrap_or_default();
        if answer.function_error.is_none() {
            return Ok(Some(Told::from_json(&words)));
        }
        let words: String = String::from_utf8_lossy(&words)
            .chars()
            .take(WORDS)
            .collect();
        Err(PortError::Lost(format!("{place}: it failed: {words}")))
    }

    /// Has the function that does this invoked, and doesn't wait for it: it begins within a minute,
    /// or never.
    ///
    /// # Errors
    /// As [`LambdaBell::send`], but for what becomes of it.
    pub async fn tell(&self, message: &Message) -> Result<(), PortError> {
        let (place, invoke) = self.invocation(message)?;
        let told = invoke.invocation_type(InvocationType::Event).send().await;
        match told {
            Ok(_) => Ok(()),
            Err(error) => Err(place.read("invoking it", &error)),
        }
    }

    fn invocation(&self, message: &Message) -> Result<(&Place, InvokeFluentBuilder), PortError> {
        let (setting, place) = match message.what {
            What::Keys { .. } | What::Heads { .. } | What::Secret { .. } => {
                ("WAVECAST_KEYS", &self.keys)
            }
            _ => ("WAVECAST_PUBLISHER", &self.publisher),
        };
        let place: &Place = place.as_ref().ok_or_else(|| {
            PortError::Setup(format!(
                "{setting}: is not set; the next tick does the work"
            ))
        })?;
        let invoke = self.client.invoke().function_name(&place.name);
        let invoke = invoke.payload(Blob::new(message.to_json()));
        Ok((place, invoke))
    }
}

/// Nothing is done twice for it: what was lost, the tick finds.
fn once() -> Builder {
    let timeouts = TimeoutConfig::builder()
        .operation_attempt_timeout(PATIENCE)
        .operation_timeout(PATIENCE)
        .build();
    Builder::new()
        .timeout_config(timeouts)
        .retry_config(RetryConfig::disabled())
}

#[async_trait]
impl Doorbell for LambdaBell {
    async fn ring(&self, wake: Wake) -> Result<Vec<PublicationState>, PortError> {
        self.send(&Message::new(wake.into())).await
    }
}

#[async_trait]
impl Prover for LambdaBell {
    async fn prove(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &SecretName,
    ) -> Result<Proof, PortError> {
        let what = What::Secret {
            org: org.clone(),
            app: app.clone(),
            name: name.clone(),
        };
        let told = self.invoke(&Message::new(what)).await?;
        // What isn't answered isn't proven.
        told.and_then(|told| told.proof).ok_or_else(|| {
            PortError::Lost(String::from(
                "the function that opens secrets didn't say whether this one opens; try again",
            ))
        })
    }
}
