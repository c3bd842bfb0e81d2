//! One load of the SDK's configuration, and the clients that are made from it.

use std::time::Duration;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::config::RequestChecksumCalculation;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use wavecast_engine::port::PortError;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(2);
/// How long one attempt may take until its answer begins.
const ATTEMPT: Duration = Duration::from_secs(8);
/// How long a call may take with all its attempts.
const CALL: Duration = Duration::from_secs(20);
/// Attempts of one call: the first, and two more after what may pass.
const ATTEMPTS: u32 = 3;

/// The SDK's configuration: loaded once in a process, shared by all of its clients, and with it the
/// connections and the credentials.
#[derive(Clone, Debug)]
pub struct Sdk {
    config: SdkConfig,
    region: String,
    path_style: bool,
}

impl Sdk {
    /// Loads region, credentials and endpoints as every AWS tool does: environment, profile, role.
    /// Credentials are asked for with the first call.
    ///
    /// # Errors
    /// [`PortError::Setup`] when no region is set.
    pub async fn load() -> Result<Self, PortError> {
        let config = Self::defaults().load().await;
        Self::of(config)
    }

    /// Takes region, credentials and endpoints from the environment alone, where Lambda writes them.
    /// Nothing is looked for in profiles, containers or a machine's metadata, and what would look is
    /// no part of a function: it took a good tenth of its start and of its size.
    ///
    /// # Errors
    /// [`PortError::Setup`] when no region is set.
    pub fn of_environment() -> Result<Self, PortError> {
        let is_set = |name| said(name).map(|text| text.eq_ignore_ascii_case("true"));
        let credentials = EnvironmentVariableCredentialsProvider::new();
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(http_client())
            .timeout_config(timeouts())
            .retry_config(retries())
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .service_config(Endpoints);
        let region = said("AWS_REGION").or_else(|| said("AWS_DEFAULT_REGION"));
        config.set_region(region.map(Region::new));
        config.set_endpoint_url(said("AWS_ENDPOINT_URL"));
        config.set_use_fips(is_set("AWS_USE_FIPS_ENDPOINT"));
        config.set_use_dual_stack(is_set("AWS_USE_DUALSTACK_ENDPOINT"));
        Self::of(config.build())
    }

    /// What [`Sdk::load`] begins with: our HTTP stack, timeouts and retries. For whoever needs other
    /// credentials or another endpoint.
    #[must_use]
    pub fn defaults() -> aws_config::ConfigLoader {
        aws_config::defaults(BehaviorVersion::latest())
            .http_client(http_client())
            .timeout_config(timeouts())
            .retry_config(retries())
    }

    /// Takes a configuration that was loaded elsewhere.
    ///
    /// # Errors
    /// [`PortError::Setup`] when it has no region.
    pub fn of(config: SdkConfig) -> Result<Self, PortError> {
        let region = config.region().map(ToString::to_string);
        let region = region.filter(|region| !region.is_empty()).ok_or_else(|| {
            PortError::Setup(String::from(
                "AWS_REGION: is not set; set it to the region of the deployment, such as eu-central-1",
            ))
        })?;
        // Emulators and most other stores have no name per bucket; AWS wants one.
        let path_style = config.endpoint_url().is_some()
            || std::env::var_os("AWS_ENDPOINT_URL_S3").is_some()
            || std::env::var_os("AWS_ENDPOINT_URL").is_some();
        Ok(Self {
            config,
            region,
            path_style,
        })
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The configuration, for clients that this crate doesn't make.
    #[must_use]
    pub fn config(&self) -> &SdkConfig {
        &self.config
    }

    /// The client of DynamoDB. Make each client once and hand it around: they are cheap to clone.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::new(&self.config)
    }

    /// The client of S3. It adds no checksums of its own: what is written carries a SHA-256, and
    /// what is presigned must not be bound to the checksum of nothing.
    #[must_use]
    pub fn s3(&self) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::config::Builder::from(&self.config)
            .force_path_style(self.path_style)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .build();
        aws_sdk_s3::Client::from_conf(config)
    }

    /// The client of KMS.
    #[must_use]
    pub fn kms(&self) -> aws_sdk_kms::Client {
        aws_sdk_kms::Client::new(&self.config)
    }

    /// The client of CloudFront.
    #[must_use]
    pub fn cloudfront(&self) -> aws_sdk_cloudfront::Client {
        aws_sdk_cloudfront::Client::new(&self.config)
    }

    /// The client of SQS.
    #[must_use]
    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        aws_sdk_sqs::Client::new(&self.config)
    }

    /// The client of Lambda.
    #[must_use]
    pub fn lambda(&self) -> aws_sdk_lambda::Client {
        aws_sdk_lambda::Client::new(&self.config)
    }

    /// The client of STS.
    #[must_use]
    pub fn sts(&self) -> aws_sdk_sts::Client {
        aws_sdk_sts::Client::new(&self.config)
    }
}

/// Endpoints of single services, such as `AWS_ENDPOINT_URL_S3`.
#[derive(Debug)]
struct Endpoints;

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let service = key.service_id().to_uppercase().replace(' ', "_");
        said(&format!("{}_{service}", key.env()))
    }
}

/// A variable that isn't empty.
fn said(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .operation_attempt_timeout(ATTEMPT)
        .operation_timeout(CALL)
        .build()
}

fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(ATTEMPTS)
}

/// HTTP by hyper 1, TLS by rustls with ring.
#[must_use]
pub fn http_client() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https()
}
