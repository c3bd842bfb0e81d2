//! What a failed call means: surely nothing, perhaps something, or a setting to mend.
//!
//! The SDK retries on its own, and its last answer says nothing of the attempts before. So every
//! write is watched: if any of its attempts may have landed, the last answer is no proof.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use wavecast_engine::port::PortError;

/// Calls that AWS refused until somebody changes a setting.
static REFUSED: AtomicU64 = AtomicU64::new(0);

/// How many calls AWS refused since this was asked last, for which no retry helps: a permission, a
/// key, a table, a bucket. Whoever measures a process asks for it.
#[must_use]
pub fn refusals() -> u64 {
    REFUSED.swap(0, Ordering::Relaxed)
}

/// A setting with the thing that it names, for errors.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Such as `WAVECAST_TABLE`.
    pub setting: &'static str,
    /// Such as `wavecast-dev`.
    pub name: String,
    /// The region that is asked.
    pub region: String,
}

/// Whether any attempt of one call may have landed although it failed. Clones share it.
pub(crate) struct Attempts<E> {
    landed: Arc<AtomicBool>,
    of: PhantomData<fn() -> E>,
}

impl<E> Default for Attempts<E> {
    fn default() -> Self {
        let landed = Arc::default();
        Self {
            landed,
            of: PhantomData,
        }
    }
}

impl<E> Clone for Attempts<E> {
    fn clone(&self) -> Self {
        let landed = self.landed.clone();
        Self {
            landed,
            of: PhantomData,
        }
    }
}

impl<E> fmt::Debug for Attempts<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Attempts").field(&self.landed).finish()
    }
}

impl<E> Attempts<E> {
    /// Whether one of them may have landed.
    pub fn may_have_landed(&self) -> bool {
        self.landed.load(Ordering::Relaxed)
    }
}

impl<E> Intercept for Attempts<E>
where
    E: Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    fn name(&self) -> &'static str {
        "Attempts"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Err(error)) = context.output_or_error() else {
            return Ok(());
        };
        let code = error
            .as_operation_error()
            .and_then(|error| error.downcast_ref::<E>())
            .and_then(ProvideErrorMetadata::code);
        let status = context
            .response()
            .map(|response| response.status().as_u16());
        if is_ambiguous(status, code) {
            self.landed.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// No answer, half an answer, or a server that broke at it. A refusal is certain.
fn is_ambiguous(status: Option<u16>, code: Option<&str>) -> bool {
    match status {
        None | Some(200..=299) => true,
        Some(500..) => !code.is_some_and(is_throttle),
        Some(_) => false,
    }
}

fn is_throttle(code: &str) -> bool {
    matches!(
        code,
        "BandwidthLimitExceeded"
            | "LimitExceededException"
            | "ProvisionedThroughputExceededException"
            | "RequestLimitExceeded"
            | "RequestThrottled"
            | "RequestThrottledException"
            | "SlowDown"
            | "ThrottledException"
            | "Throttling"
            | "ThrottlingException"
            | "TooManyInvalidationsInProgress"
            | "TooManyRequestsException"
    )
}

/// The code and the HTTP status of a failed call, as far as there are any.
pub(crate) fn code_of<E: ProvideErrorMetadata>(
    error: &SdkError<E, HttpResponse>,
) -> (Option<u16>, Option<&str>) {
    let status = error
        .raw_response()
        .map(|response| response.status().as_u16());
    let code = error
        .as_service_error()
        .and_then(ProvideErrorMetadata::code);
    (status, code)
}

impl Place {
    /// A failed reading: nothing was to be changed.
    pub fn read<E>(&self, doing: &str, error: &SdkError<E, HttpResponse>) -> PortError
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        self.fault(doing, error, false, PortError::Lost)
    }

    /// A failed write, with what its attempts came to.
    pub fn write<E>(
        &self,
        doing: &str,
        error: &SdkError<E, HttpResponse>,
        attempts: &Attempts<E>,
    ) -> PortError
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        self.fault(doing, error, attempts.may_have_landed(), PortError::Unknown)
    }

    fn fault<E>(
        &self,
        doing: &str,
        error: &SdkError<E, HttpResponse>,
        landed: bool,
        unsure: fn(String) -> PortError,
    ) -> PortError
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        let (status, code) = code_of(error);
        let said = format!("{self}: {doing}: {}", said(error));
        if landed {
            return PortError::Unknown(said);
        }
        if let Some(rule) = self.setup(error, status, code) {
            REFUSED.fetch_add(1, Ordering::Relaxed);
            return PortError::Setup(rule);
        }
        match (status, code) {
            (_, Some(code)) if is_throttle(code) => PortError::Throttled(said),
            (Some(429), _) => PortError::Throttled(said),
            (_, Some("ValidationException" | "EntityTooLarge" | "BadDigest" | "InvalidDigest")) => {
                PortError::Refused(said)
            }
            (Some(400..=499), _) => PortError::Lost(said),
            _ => unsure(said),
        }
    }

    /// The line for a failure that only another setting mends.
    fn setup<E>(
        &self,
        error: &SdkError<E, HttpResponse>,
        status: Option<u16>,
        code: Option<&str>,
    ) -> Option<String>
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        let region = &self.region;
        if let Some(rule) = credentials(error) {
            return Some(format!("{self}: {rule}"));
        }
        let way_out = match (code, status) {
            (Some(code), _) if is_missing(code) => format!(
                "there is none of this name in {region}; check {} and AWS_REGION",
                self.setting
            ),
            (Some("PermanentRedirect" | "AuthorizationHeaderMalformed"), _) | (None, Some(301)) => {
                format!("lies in another region than {region}; check AWS_REGION")
            }
            (Some("ExpiredToken" | "ExpiredTokenException" | "RequestExpired"), _) => {
                String::from("the AWS credentials have expired; sign in again")
            }
            (Some(code), _) if is_stranger(code) => format!(
                "AWS doesn't know the credentials ({code}); check AWS_PROFILE or AWS_ACCESS_KEY_ID"
            ),
            (Some("DisabledException" | "KMSInvalidStateException"), _) => format!(
                "the key is disabled or to be deleted; enable it, or set {} to another",
                self.setting
            ),
            (
                Some(
                    "InvalidKeyUsageException"
                    | "IncorrectKeyException"
                    | "UnsupportedOperationException",
                ),
                _,
            ) => format!(
                "the key is of another kind than needed; check {}",
                self.setting
            ),
            (Some("AccessDenied" | "AccessDeniedException" | "Forbidden"), _)
            | (None, Some(403)) => {
                format!(
                    "access is denied ({}); let the role do this, or check that {} belongs to this account",
                    said(error),
                    self.setting
                )
            }
            _ => return None,
        };
        Some(format!("{self}: {way_out}"))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.setting, self.name)
    }
}

/// The thing itself is missing, not something in it.
fn is_missing(code: &str) -> bool {
    matches!(
        code,
        "AWS.SimpleQueueService.NonExistentQueue"
            | "NoSuchBucket"
            | "NoSuchDistribution"
            | "NotFoundException"
            | "QueueDoesNotExist"
            | "ResourceNotFoundException"
    )
}

fn is_stranger(code: &str) -> bool {
    matches!(
        code,
        "IncompleteSignature"
            | "InvalidAccessKeyId"
            | "InvalidClientTokenId"
            | "InvalidSignatureException"
            | "MissingAuthenticationToken"
            | "SignatureDoesNotMatch"
            | "UnrecognizedClientException"
    )
}

/// What is wrong with the credentials, if that is why the call failed.
fn credentials(error: &(dyn Error + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<CredentialsError>() {
            return Some(match found {
                CredentialsError::CredentialsNotLoaded(_) => String::from(
                    "there are no AWS credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run under a role",
                ),
                _ => format!(
                    "the AWS credentials can't be had ({}); sign in again",
                    chain(found)
                ),
            });
        }
        next = error.source();
    }
    None
}

/// A failure in words, on one line.
fn said<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: Error + ProvideErrorMetadata + 'static,
{
    let SdkError::ServiceError(context) = error else {
        return chain(error);
    };
    match (context.err().code(), context.err().message()) {
        (Some(code), Some(message)) => one_line(&format!("{code}: {message}")),
        (Some(code), None) => code.to_owned(),
        (None, _) => format!("HTTP {}", context.raw().status().as_u16()),
    }
}

/// An error with its causes, on one line and of bounded length.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let one = error.to_string();
        if !text.contains(&one) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&one);
        }
        next = error.source();
    }
    one_line(&text)
}

/// Of bounded length.
fn one_line(text: &str) -> String {
    const MOST: usize = 400;
    text.replace(['\n', '\r'], " ").chars().take(MOST).collect()
}
