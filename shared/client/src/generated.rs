//! Generated from `shared/api/openapi.json` by this crate's tests; don't edit.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{ClientHooks, OperationInfo, RequestBuilderExt, encode_path};
#[doc = r" Types used as operation parameters and responses."]
#[allow(clippy::all)]
pub mod types {
    #[doc = "How a release is stopped."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct AbortRelease {
        #[doc = "Whether who has it keeps it; else everybody returns to what is beneath."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub keep: ::std::option::Option<bool>,
    }
    impl AbortRelease {
        pub fn builder() -> builder::AbortRelease {
            Default::default()
        }
    }
    #[doc = "When a staged package is activated."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum Activate {
        #[serde(rename = "next_start")]
        NextStart,
        #[serde(rename = "idle")]
        Idle,
        #[serde(rename = "now")]
        Now,
    }
    impl ::std::fmt::Display for Activate {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::NextStart => f.write_str("next_start"),
                Self::Idle => f.write_str("idle"),
                Self::Now => f.write_str("now"),
            }
        }
    }
    impl ::std::str::FromStr for Activate {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "next_start" => Ok(Self::NextStart),
                "idle" => Ok(Self::Idle),
                "now" => Ok(Self::Now),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for Activate {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Activate {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Who acted."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Actor {
        #[doc = "A person's stable id, or a function's name."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        #[doc = "For people to read."]
        pub name: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: ActorType,
    }
    impl Actor {
        pub fn builder() -> builder::Actor {
            Default::default()
        }
    }
    #[doc = "What kind of actor."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ActorType {
        #[serde(rename = "bootstrap")]
        Bootstrap,
        #[serde(rename = "system")]
        System,
        #[serde(rename = "user")]
        User,
    }
    impl ::std::fmt::Display for ActorType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Bootstrap => f.write_str("bootstrap"),
                Self::System => f.write_str("system"),
                Self::User => f.write_str("user"),
            }
        }
    }
    impl ::std::str::FromStr for ActorType {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "bootstrap" => Ok(Self::Bootstrap),
                "system" => Ok(Self::System),
                "user" => Ok(Self::User),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ActorType {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ActorType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "An application."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct App {
        #[doc = "Its channels, by name; deleted ones are left out."]
        pub channels: ::std::vec::Vec<AppChannel>,
        #[doc = "When it was created."]
        pub created: ::std::string::String,
        #[doc = "Declared dimensions, by name."]
        pub dimensions: ::std::collections::BTreeMap<::std::string::String, Dimension>,
        pub kind: Kind,
        #[doc = "Its name."]
        pub name: ::std::string::String,
        #[doc = "The organization."]
        pub org: ::std::string::String,
        #[doc = "The revision that last changed its settings, dimensions or list of channels; its ETag."]
        pub revision: u64,
        pub settings: AppSettings,
    }
    impl App {
        pub fn builder() -> builder::App {
            Default::default()
        }
    }
    #[doc = "`AppChange`"]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct AppChange {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub app: ::std::option::Option<App>,
        #[doc = "Whether nothing was committed because it was a dry run."]
        pub dry_run: bool,
        #[doc = "Who moves."]
        pub movements: ::std::vec::Vec<Movement>,
        #[doc = "What was wanted at the edge; the answer is 202 while one of them is pending."]
        pub publications: ::std::vec::Vec<Publication>,
        #[doc = "Whether this repeats the answer to an earlier request with the same idempotency key."]
        pub replayed: bool,
    }
    impl AppChange {
        pub fn builder() -> builder::AppChange {
            Default::default()
        }
    }
    #[doc = "A channel in its application's list."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct AppChannel {
        #[doc = "Where its devices go on, once it moved."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub moved_to: ::std::option::Option<::std::string::String>,
        #[doc = "Its name."]
        pub name: ::std::string::String,
        pub state: ChannelState,
    }
    impl AppChannel {
        pub fn builder() -> builder::AppChannel {
            Default::default()
        }
    }
    #[doc = "Settings of an application."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct AppSettings {
        #[doc = "Seconds in which a new package must confirm its health, unless a release says otherwise."]
        pub confirm_seconds: u32,
        #[doc = "Whether releases allow a downgrade unless they say otherwise."]
        pub downgrade: bool,
        #[doc = "The share that a release starts with after the first of its rule."]
        pub first_step: ::std::string::String,
        #[doc = "One salt for all releases, where the application keeps rings."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub salt: ::std::option::Option<::std::string::String>,
    }
    impl AppSettings {
        pub fn builder() -> builder::AppSettings {
            Default::default()
        }
    }
    #[doc = "Settings of an application to change; what is absent stays as it is."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct AppSettingsInput {
        #[doc = "Seconds in which a new package must confirm its health, unless a release says otherwise."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub confirm_seconds: ::std::option::Option<u32>,
        #[doc = "Whether releases allow a downgrade unless they say otherwise."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub downgrade: ::std::option::Option<bool>,
        #[doc = "The share that a release starts with after the first of its rule."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub first_step: ::std::option::Option<::std::string::String>,
        #[doc = "One salt for all releases, where the application keeps rings; empty for none."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub salt: ::std::option::Option<::std::string::String>,
    }
    impl AppSettingsInput {
        pub fn builder() -> builder::AppSettingsInput {
            Default::default()
        }
    }
    #[doc = "A file to upload."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct BeginUpload {
        #[doc = "Of the whole file, 64 lower-case hex digits."]
        pub sha256: ::std::string::String,
        #[doc = "Bytes; at most 16 GiB."]
        pub size: u64,
    }
    impl BeginUpload {
        pub fn builder() -> builder::BeginUpload {
            Default::default()
        }
    }
    #[doc = "One field before and after."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Change {
        #[doc = "After; absent when there is none."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub after: ::std::option::Option<::std::string::String>,
        #[doc = "Before; absent when there was none."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub before: ::std::option::Option<::std::string::String>,
        #[doc = "Which."]
        pub field: ::std::string::String,
    }
    impl Change {
        pub fn builder() -> builder::Change {
            Default::default()
        }
    }
    #[doc = "A channel."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Channel {
        #[doc = "What it does by itself, the soonest first."]
        pub agenda: ::std::vec::Vec<Due>,
        #[doc = "When what devices get last changed; absent before the first release."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub moved: ::std::option::Option<::std::string::String>,
        #[doc = "Where its devices go on, once it moved."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub moved_to: ::std::option::Option<::std::string::String>,
        #[doc = "Its name."]
        pub name: ::std::string::String,
        #[doc = "How often devices ask now, in seconds."]
        pub poll_seconds: u32,
        #[doc = "The revision that last changed it; its ETag."]
        pub revision: u64,
        #[doc = "In priority order."]
        pub rules: ::std::vec::Vec<Rule>,
        pub settings: ChannelSettings,
        pub state: ChannelState,
        #[doc = "Releases that devices may leave for a lower version, the newest last."]
        pub withdrawn: ::std::vec::Vec<::std::string::String>,
    }
    impl Channel {
        pub fn builder() -> builder::Channel {
            Default::default()
        }
    }
    #[doc = "`ChannelChange`"]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct ChannelChange {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub channel: ::std::option::Option<Channel>,
        #[doc = "Whether nothing was committed because it was a dry run."]
        pub dry_run: bool,
        #[doc = "Who moves."]
        pub movements: ::std::vec::Vec<Movement>,
        #[doc = "What was wanted at the edge; the answer is 202 while one of them is pending."]
        pub publications: ::std::vec::Vec<Publication>,
        #[doc = "Whether this repeats the answer to an earlier request with the same idempotency key."]
        pub replayed: bool,
    }
    impl ChannelChange {
        pub fn builder() -> builder::ChannelChange {
            Default::default()
        }
    }
    #[doc = "Settings of a channel, in seconds where not said otherwise."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct ChannelSettings {
        #[doc = "Spread of the interval, in hundredths of a percent."]
        pub jitter: u32,
        #[doc = "Poll interval while something moves and for a day after; at most 900."]
        pub poll_active: u32,
        #[doc = "Poll interval while nothing moves."]
        pub poll_idle: u32,
        #[doc = "How long a root is good."]
        pub root_lifetime: u32,
        #[doc = "How long snapshot and targets are good."]
        pub targets_lifetime: u32,
        #[doc = "How long a timestamp is good."]
        pub timestamp_lifetime: u32,
    }
    impl ChannelSettings {
        pub fn builder() -> builder::ChannelSettings {
            Default::default()
        }
    }
    #[doc = "Settings of a channel to change, in seconds where not said otherwise; what is absent stays as it is."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct ChannelSettingsInput {
        #[doc = "Spread of the interval, in hundredths of a percent."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub jitter: ::std::option::Option<u32>,
        #[doc = "Poll interval while something moves and for a day after; at most 900."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub poll_active: ::std::option::Option<u32>,
        #[doc = "Poll interval while nothing moves."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub poll_idle: ::std::option::Option<u32>,
        #[doc = "How long a root is good."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub root_lifetime: ::std::option::Option<u32>,
        #[doc = "How long snapshot and targets are good."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub targets_lifetime: ::std::option::Option<u32>,
        #[doc = "How long a timestamp is good."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timestamp_lifetime: ::std::option::Option<u32>,
    }
    impl ChannelSettingsInput {
        pub fn builder() -> builder::ChannelSettingsInput {
            Default::default()
        }
    }
    #[doc = "Whether a channel still serves."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ChannelState {
        #[serde(rename = "open")]
        Open,
        #[serde(rename = "moved")]
        Moved,
        #[serde(rename = "retired")]
        Retired,
        #[serde(rename = "deleted")]
        Deleted,
    }
    impl ::std::fmt::Display for ChannelState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Open => f.write_str("open"),
                Self::Moved => f.write_str("moved"),
                Self::Retired => f.write_str("retired"),
                Self::Deleted => f.write_str("deleted"),
            }
        }
    }
    impl ::std::str::FromStr for ChannelState {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "open" => Ok(Self::Open),
                "moved" => Ok(Self::Moved),
                "retired" => Ok(Self::Retired),
                "deleted" => Ok(Self::Deleted),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ChannelState {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ChannelState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "How a channel stands: what is at the edge, what moves, what is due."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct ChannelStatus {
        #[doc = "What it does by itself, the soonest first."]
        pub agenda: ::std::vec::Vec<Due>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub edge: ::std::option::Option<EdgeStatus>,
        #[doc = "What is on its way to the edge."]
        pub pending: ::std::vec::Vec<Publication>,
        #[doc = "How often devices ask now, in seconds."]
        pub poll_seconds: u32,
        #[doc = "Seconds until every online device knows of a change made now (cache time and interval with jitter)."]
        pub reach_seconds: u32,
        #[doc = "What each rule's audience gets, in priority order."]
        pub rules: ::std::vec::Vec<RuleStatus>,
        #[doc = "The channel."]
        pub scope: ::std::string::String,
        pub state: ChannelState,
    }
    impl ChannelStatus {
        pub fn builder() -> builder::ChannelStatus {
            Default::default()
        }
    }
    #[doc = "What a table answers to one device."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Choice {
        pub kind: ChoiceKind,
        #[doc = "The release that it gets."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub release: ::std::option::Option<::std::string::String>,
        #[doc = "The release config, or the device list that must be read first."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub target: ::std::option::Option<::std::string::String>,
        #[doc = "Where the channel went."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub to: ::std::option::Option<::std::string::String>,
        #[doc = "What a device wouldn't understand."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub why: ::std::option::Option<::std::string::String>,
    }
    impl Choice {
        pub fn builder() -> builder::Choice {
            Default::default()
        }
    }
    #[doc = "The kinds of answers."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ChoiceKind {
        #[serde(rename = "config")]
        Config,
        #[serde(rename = "keep")]
        Keep,
        #[serde(rename = "embedded")]
        Embedded,
        #[serde(rename = "hold")]
        Hold,
        #[serde(rename = "needs_list")]
        NeedsList,
        #[serde(rename = "moved")]
        Moved,
        #[serde(rename = "retired")]
        Retired,
    }
    impl ::std::fmt::Display for ChoiceKind {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Config => f.write_str("config"),
                Self::Keep => f.write_str("keep"),
                Self::Embedded => f.write_str("embedded"),
                Self::Hold => f.write_str("hold"),
                Self::NeedsList => f.write_str("needs_list"),
                Self::Moved => f.write_str("moved"),
                Self::Retired => f.write_str("retired"),
            }
        }
    }
    impl ::std::str::FromStr for ChoiceKind {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "config" => Ok(Self::Config),
                "keep" => Ok(Self::Keep),
                "embedded" => Ok(Self::Embedded),
                "hold" => Ok(Self::Hold),
                "needs_list" => Ok(Self::NeedsList),
                "moved" => Ok(Self::Moved),
                "retired" => Ok(Self::Retired),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ChoiceKind {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ChoiceKind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Where a copy of a release goes."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct CloneRelease {
        #[doc = "Into this channel; into its own if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub into: ::std::option::Option<::std::string::String>,
    }
    impl CloneRelease {
        pub fn builder() -> builder::CloneRelease {
            Default::default()
        }
    }
    #[doc = "A part that was sent."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct CompletePart {
        #[doc = "The ETag that its PUT answered, with or without quotes."]
        pub etag: ::std::string::String,
        #[doc = "From 1."]
        pub number: u32,
    }
    impl CompletePart {
        pub fn builder() -> builder::CompletePart {
            Default::default()
        }
    }
    #[doc = "All parts of an upload."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct CompleteUpload {
        #[doc = "Every part, in order."]
        pub parts: ::std::vec::Vec<CompletePart>,
    }
    impl CompleteUpload {
        pub fn builder() -> builder::CompleteUpload {
            Default::default()
        }
    }
    #[doc = "An application to create."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct CreateApp {
        #[doc = "Dimensions, besides the ones that every application has."]
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub dimensions: ::std::collections::BTreeMap<::std::string::String, Dimension>,
        pub kind: Kind,
        #[doc = "1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`; begins with a letter or a digit."]
        pub name: ::std::string::String,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub settings: ::std::option::Option<AppSettingsInput>,
    }
    impl CreateApp {
        pub fn builder() -> builder::CreateApp {
            Default::default()
        }
    }
    #[doc = "A channel to open."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct CreateChannel {
        #[doc = "As an organization's name, but neither `targets` nor `files`."]
        pub name: ::std::string::String,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub settings: ::std::option::Option<ChannelSettingsInput>,
    }
    impl CreateChannel {
        pub fn builder() -> builder::CreateChannel {
            Default::default()
        }
    }
    #[doc = "An organization to create."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct CreateOrg {
        #[doc = "1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`; begins with a letter or a digit."]
        pub name: ::std::string::String,
        #[doc = "For people; the name if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub title: ::std::option::Option<::std::string::String>,
    }
    impl CreateOrg {
        pub fn builder() -> builder::CreateOrg {
            Default::default()
        }
    }
    #[doc = "A package to create from uploaded files."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct CreatePackage {
        #[doc = "SHA-256 of the uploaded file list: canonical JSON\n`{\"v\":1,\"variants\":[{\"when\":{},\"files\":[{path,role,sha256,size,content_type}]}]}`."]
        pub list: ::std::string::String,
        #[doc = "As an organization's name, without a `-` that is followed by a digit."]
        pub name: ::std::string::String,
        #[doc = "What it runs on: version ranges by dimension."]
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub requires: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        #[doc = "Nothing goes below the highest index that a device confirmed; 0 if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub rollback_index: ::std::option::Option<u32>,
        #[doc = "Package signatures over the manifest, if any."]
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub signatures: ::std::vec::Vec<PackageSignature>,
        #[doc = "1 to 4 numbers joined by dots, optionally `-prerelease`."]
        pub version: ::std::string::String,
    }
    impl CreatePackage {
        pub fn builder() -> builder::CreatePackage {
            Default::default()
        }
    }
    #[doc = "A release to create."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct CreateRelease {
        #[doc = "For which channel."]
        pub channel: ::std::string::String,
        #[doc = "Whether 100 % stays open instead of concluding."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub keep_open: ::std::option::Option<bool>,
        #[doc = "Notes by language tag; at most 4 KiB."]
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub notes: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        #[doc = "The package's name."]
        pub package: ::std::string::String,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub policy: ::std::option::Option<Policy>,
        #[doc = "Settings that go with it; no fractional numbers."]
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub properties: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        #[doc = "Whether it supersedes what its rule has active or paused."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub replace: ::std::option::Option<bool>,
        #[doc = "For which rule; `everyone` if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub rule: ::std::option::Option<::std::string::String>,
        #[doc = "With which share it starts; if not said, the first of a rule with 100 %, later ones with\nthe application's first step."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub share: ::std::option::Option<::std::string::String>,
        #[doc = "Whether it starts at once; else it stays a draft."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start: ::std::option::Option<bool>,
        #[doc = "The package's version."]
        pub version: ::std::string::String,
    }
    impl CreateRelease {
        pub fn builder() -> builder::CreateRelease {
            Default::default()
        }
    }
    #[doc = "All that a device must be given to follow a channel: the core of `wavecast-device.json`."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct DeviceConfig {
        #[doc = "Where it polls and downloads."]
        pub base_url: ::std::string::String,
        #[doc = "The newest root: its first trust."]
        pub root: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        #[doc = "That root's version."]
        pub root_version: u64,
        #[doc = "What it follows."]
        pub scope: ::std::string::String,
    }
    impl DeviceConfig {
        pub fn builder() -> builder::DeviceConfig {
            Default::default()
        }
    }
    #[doc = "A declared device attribute."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct Dimension {
        #[serde(rename = "type")]
        pub type_: DimensionType,
        #[doc = "The values of an `enum`; absent otherwise."]
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub values: ::std::vec::Vec<::std::string::String>,
    }
    impl Dimension {
        pub fn builder() -> builder::Dimension {
            Default::default()
        }
    }
    #[doc = "What the values of a dimension are."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum DimensionType {
        #[serde(rename = "enum")]
        Enum,
        #[serde(rename = "string")]
        String,
        #[serde(rename = "version")]
        Version,
    }
    impl ::std::fmt::Display for DimensionType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Enum => f.write_str("enum"),
                Self::String => f.write_str("string"),
                Self::Version => f.write_str("version"),
            }
        }
    }
    impl ::std::str::FromStr for DimensionType {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "enum" => Ok(Self::Enum),
                "string" => Ok(Self::String),
                "version" => Ok(Self::Version),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for DimensionType {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for DimensionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Something that a channel does by itself."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Due {
        #[doc = "When."]
        pub at: ::std::string::String,
        #[serde(rename = "do")]
        pub do_: DueKind,
        #[doc = "The release concerned, if any."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub release: ::std::option::Option<::std::string::String>,
    }
    impl Due {
        pub fn builder() -> builder::Due {
            Default::default()
        }
    }
    #[doc = "What a channel does by itself."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum DueKind {
        #[serde(rename = "start")]
        Start,
        #[serde(rename = "stage")]
        Stage,
        #[serde(rename = "calm")]
        Calm,
    }
    impl ::std::fmt::Display for DueKind {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Start => f.write_str("start"),
                Self::Stage => f.write_str("stage"),
                Self::Calm => f.write_str("calm"),
            }
        }
    }
    impl ::std::str::FromStr for DueKind {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "start" => Ok(Self::Start),
                "stage" => Ok(Self::Stage),
                "calm" => Ok(Self::Calm),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for DueKind {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for DueKind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "What of a channel is at the edge."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct EdgeStatus {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub fence: ::std::option::Option<Fence>,
        #[doc = "When it was issued."]
        pub issued: ::std::string::String,
        #[doc = "When freshness is renewed."]
        pub renew: ::std::string::String,
        #[doc = "The newest root."]
        pub root: u64,
        #[doc = "The number of the last publication."]
        pub seq: u64,
        #[doc = "Whether all of it is written."]
        pub written: bool,
    }
    impl EdgeStatus {
        pub fn builder() -> builder::EdgeStatus {
            Default::default()
        }
    }
    #[doc = "What to change of an application."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct EditApp {
        #[doc = "All of the dimensions afterwards."]
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub dimensions: ::std::collections::BTreeMap<::std::string::String, Dimension>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub settings: ::std::option::Option<AppSettingsInput>,
    }
    impl EditApp {
        pub fn builder() -> builder::EditApp {
            Default::default()
        }
    }
    #[doc = "What to change of a channel."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct EditChannel {
        pub settings: ChannelSettingsInput,
    }
    impl EditChannel {
        pub fn builder() -> builder::EditChannel {
            Default::default()
        }
    }
    #[doc = "What to change of a draft; what is absent stays as it is."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct EditRelease {
        #[doc = "Whether 100 % stays open instead of concluding."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub keep_open: ::std::option::Option<bool>,
        #[doc = "Notes by language tag; at most 4 KiB."]
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub notes: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub policy: ::std::option::Option<Policy>,
        #[doc = "Settings that go with it; no fractional numbers."]
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub properties: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    impl EditRelease {
        pub fn builder() -> builder::EditRelease {
            Default::default()
        }
    }
    #[doc = "One commit, as the trail keeps it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Event {
        pub actor: Actor,
        #[doc = "When."]
        pub at: ::std::string::String,
        #[doc = "What changed."]
        pub changes: ::std::vec::Vec<Change>,
        #[doc = "The channels concerned."]
        pub channels: ::std::vec::Vec<::std::string::String>,
        #[doc = "Its id."]
        pub id: ::std::string::String,
        #[doc = "The request that caused it."]
        pub request: ::std::string::String,
        #[doc = "The application's revision after it."]
        pub revision: u64,
        #[doc = "The resource concerned."]
        pub subject: ::std::string::String,
        #[doc = "The verb."]
        pub verb: ::std::string::String,
    }
    impl Event {
        pub fn builder() -> builder::Event {
            Default::default()
        }
    }
    #[doc = "What the table answers to one device, and why."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Explanation {
        #[doc = "Its attributes."]
        pub attributes: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        pub choice: Choice,
        #[doc = "The device's id."]
        pub device: ::std::string::String,
        #[doc = "The application's revision that the table shows; the edge may be a moment behind it."]
        pub revision: u64,
        #[doc = "What each row said, in order, up to the one that decided."]
        pub rows: ::std::vec::Vec<RowReason>,
        #[doc = "The channel."]
        pub scope: ::std::string::String,
    }
    impl Explanation {
        pub fn builder() -> builder::Explanation {
            Default::default()
        }
    }
    #[doc = "An edge that is ahead of the ledger."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Fence {
        #[doc = "When it was found."]
        pub at: ::std::string::String,
        #[doc = "The edge's number."]
        pub edge: u64,
        #[doc = "What was found."]
        pub why: ::std::string::String,
    }
    impl Fence {
        pub fn builder() -> builder::Fence {
            Default::default()
        }
    }
    #[doc = "How a server is."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Health {
        #[doc = "`ok`."]
        pub status: ::std::string::String,
        #[doc = "The server's version."]
        pub version: ::std::string::String,
    }
    impl Health {
        pub fn builder() -> builder::Health {
            Default::default()
        }
    }
    #[doc = "A role of a channel's keys."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum KeyRole {
        #[serde(rename = "root")]
        Root,
        #[serde(rename = "timestamp")]
        Timestamp,
        #[serde(rename = "snapshot")]
        Snapshot,
        #[serde(rename = "targets")]
        Targets,
    }
    impl ::std::fmt::Display for KeyRole {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Root => f.write_str("root"),
                Self::Timestamp => f.write_str("timestamp"),
                Self::Snapshot => f.write_str("snapshot"),
                Self::Targets => f.write_str("targets"),
            }
        }
    }
    impl ::std::str::FromStr for KeyRole {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "root" => Ok(Self::Root),
                "timestamp" => Ok(Self::Timestamp),
                "snapshot" => Ok(Self::Snapshot),
                "targets" => Ok(Self::Targets),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for KeyRole {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for KeyRole {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "What an application's packages are."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum Kind {
        #[serde(rename = "bundle")]
        Bundle,
        #[serde(rename = "firmware")]
        Firmware,
    }
    impl ::std::fmt::Display for Kind {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Bundle => f.write_str("bundle"),
                Self::Firmware => f.write_str("firmware"),
            }
        }
    }
    impl ::std::str::FromStr for Kind {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "bundle" => Ok(Self::Bundle),
                "firmware" => Ok(Self::Firmware),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for Kind {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Kind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Ordered by name."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ListAppsSort {
        Up,
        Down,
    }
    impl ::std::fmt::Display for ListAppsSort {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Up => f.write_str("Up"),
                Self::Down => f.write_str("Down"),
            }
        }
    }
    impl ::std::str::FromStr for ListAppsSort {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "Up" => Ok(Self::Up),
                "Down" => Ok(Self::Down),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ListAppsSort {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ListAppsSort {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Ordered by name."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ListChannelsSort {
        Up,
        Down,
    }
    impl ::std::fmt::Display for ListChannelsSort {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Up => f.write_str("Up"),
                Self::Down => f.write_str("Down"),
            }
        }
    }
    impl ::std::str::FromStr for ListChannelsSort {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "Up" => Ok(Self::Up),
                "Down" => Ok(Self::Down),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ListChannelsSort {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ListChannelsSort {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Ordered by name."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ListOrgsSort {
        Up,
        Down,
    }
    impl ::std::fmt::Display for ListOrgsSort {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Up => f.write_str("Up"),
                Self::Down => f.write_str("Down"),
            }
        }
    }
    impl ::std::str::FromStr for ListOrgsSort {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "Up" => Ok(Self::Up),
                "Down" => Ok(Self::Down),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ListOrgsSort {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ListOrgsSort {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Ordered by version."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ListPackagesSort {
        Up,
        Down,
    }
    impl ::std::fmt::Display for ListPackagesSort {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Up => f.write_str("Up"),
                Self::Down => f.write_str("Down"),
            }
        }
    }
    impl ::std::str::FromStr for ListPackagesSort {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "Up" => Ok(Self::Up),
                "Down" => Ok(Self::Down),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ListPackagesSort {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ListPackagesSort {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Ordered by creation."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ListPublicationsSort {
        Up,
        Down,
    }
    impl ::std::fmt::Display for ListPublicationsSort {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Up => f.write_str("Up"),
                Self::Down => f.write_str("Down"),
            }
        }
    }
    impl ::std::str::FromStr for ListPublicationsSort {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "Up" => Ok(Self::Up),
                "Down" => Ok(Self::Down),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ListPublicationsSort {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ListPublicationsSort {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "Ordered by creation."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ListReleasesSort {
        Up,
        Down,
    }
    impl ::std::fmt::Display for ListReleasesSort {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Up => f.write_str("Up"),
                Self::Down => f.write_str("Down"),
            }
        }
    }
    impl ::std::str::FromStr for ListReleasesSort {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "Up" => Ok(Self::Up),
                "Down" => Ok(Self::Down),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ListReleasesSort {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ListReleasesSort {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "A release at the edge whose package is yanked."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct LiveUse {
        #[doc = "Its channel."]
        pub channel: ::std::string::String,
        pub release: NamedRelease,
        #[doc = "Whether this change replaces it."]
        pub replaced: bool,
        #[doc = "Its rule."]
        pub rule: ::std::string::String,
        #[doc = "How much of the rule's audience it reaches."]
        pub share: ::std::string::String,
    }
    impl LiveUse {
        pub fn builder() -> builder::LiveUse {
            Default::default()
        }
    }
    #[doc = "The condition on one dimension."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(untagged)]
    pub enum Matcher {
        Array(::std::vec::Vec<::std::string::String>),
        String(::std::string::String),
    }
    impl ::std::convert::From<::std::vec::Vec<::std::string::String>> for Matcher {
        fn from(value: ::std::vec::Vec<::std::string::String>) -> Self {
            Self::Array(value)
        }
    }
    #[doc = "Where a channel's devices go on."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct MoveChannel {
        #[doc = "`organization/application/channel`, of the same application."]
        pub to: ::std::string::String,
    }
    impl MoveChannel {
        pub fn builder() -> builder::MoveChannel {
            Default::default()
        }
    }
    #[doc = "A share of an audience that gets something else."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Movement {
        #[doc = "The channel."]
        pub channel: ::std::string::String,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub from: ::std::option::Option<NamedRelease>,
        #[doc = "The rule."]
        pub rule: ::std::string::String,
        #[doc = "How much of the rule's audience moves, at most."]
        pub share: ::std::string::String,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub to: ::std::option::Option<NamedRelease>,
    }
    impl Movement {
        pub fn builder() -> builder::Movement {
            Default::default()
        }
    }
    #[doc = "A release for people."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct NamedRelease {
        #[doc = "Its id."]
        pub release: ::std::string::String,
        #[doc = "Its package's version."]
        pub version: ::std::string::String,
    }
    impl NamedRelease {
        pub fn builder() -> builder::NamedRelease {
            Default::default()
        }
    }
    #[doc = "Of a verb that needs no input."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct Nothing {}
    impl Nothing {
        pub fn builder() -> builder::Nothing {
            Default::default()
        }
    }
    #[doc = "An organization."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Org {
        #[doc = "Its applications, by name."]
        pub apps: ::std::vec::Vec<OrgApp>,
        #[doc = "When it was created."]
        pub created: ::std::string::String,
        #[doc = "Its name, in paths and in signed scopes."]
        pub name: ::std::string::String,
        #[doc = "Counts its changes; its ETag."]
        pub revision: u64,
        #[doc = "For people."]
        pub title: ::std::string::String,
    }
    impl Org {
        pub fn builder() -> builder::Org {
            Default::default()
        }
    }
    #[doc = "An application in its organization's list."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct OrgApp {
        #[doc = "When it was created."]
        pub created: ::std::string::String,
        pub kind: Kind,
        #[doc = "Its name."]
        pub name: ::std::string::String,
    }
    impl OrgApp {
        pub fn builder() -> builder::OrgApp {
            Default::default()
        }
    }
    #[doc = "`OrgChange`"]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct OrgChange {
        #[doc = "Whether nothing was committed because it was a dry run."]
        pub dry_run: bool,
        #[doc = "Who moves."]
        pub movements: ::std::vec::Vec<Movement>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub org: ::std::option::Option<Org>,
        #[doc = "What was wanted at the edge; the answer is 202 while one of them is pending."]
        pub publications: ::std::vec::Vec<Publication>,
        #[doc = "Whether this repeats the answer to an earlier request with the same idempotency key."]
        pub replayed: bool,
    }
    impl OrgChange {
        pub fn builder() -> builder::OrgChange {
            Default::default()
        }
    }
    #[doc = "A package: an immutable, versioned set of files."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Package {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<PackageContent>,
        #[doc = "When it was created."]
        pub created: ::std::string::String,
        #[doc = "By whom."]
        pub created_by: ::std::string::String,
        pub kind: Kind,
        #[doc = "SHA-256 of its uploaded file list."]
        pub list: ::std::string::String,
        #[doc = "Its name."]
        pub name: ::std::string::String,
        #[doc = "Why it was refused or yanked."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reason: ::std::option::Option<::std::string::String>,
        #[doc = "What it runs on: version ranges by dimension."]
        pub requires: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        #[doc = "Nothing goes below the highest index that a device confirmed."]
        pub rollback_index: u32,
        #[doc = "Who signed its manifest."]
        pub signatures: ::std::vec::Vec<PackageSignature>,
        pub status: PackageStatus,
        #[doc = "Its version."]
        pub version: ::std::string::String,
    }
    impl Package {
        pub fn builder() -> builder::Package {
            Default::default()
        }
    }
    #[doc = "`PackageChange`"]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PackageChange {
        #[doc = "Whether nothing was committed because it was a dry run."]
        pub dry_run: bool,
        #[doc = "Who moves."]
        pub movements: ::std::vec::Vec<Movement>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub package: ::std::option::Option<Package>,
        #[doc = "What was wanted at the edge; the answer is 202 while one of them is pending."]
        pub publications: ::std::vec::Vec<Publication>,
        #[doc = "Whether this repeats the answer to an earlier request with the same idempotency key."]
        pub replayed: bool,
        #[doc = "Where a yanked package is still at the edge."]
        pub uses: ::std::vec::Vec<LiveUse>,
    }
    impl PackageChange {
        pub fn builder() -> builder::PackageChange {
            Default::default()
        }
    }
    #[doc = "What was found of a package."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PackageContent {
        #[doc = "Bytes over all variants."]
        pub bytes: u64,
        #[doc = "Files over all variants."]
        pub files: u64,
        pub manifest: Target,
        #[doc = "Whom each of its variants fits, in order."]
        pub variants: ::std::vec::Vec<PackageVariant>,
    }
    impl PackageContent {
        pub fn builder() -> builder::PackageContent {
            Default::default()
        }
    }
    #[doc = "A public key, as TUF writes it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct PackageKey {
        #[doc = "`ed25519` or `ecdsa`."]
        pub keytype: ::std::string::String,
        pub keyval: PackageKeyValue,
        #[doc = "`ed25519` or `ecdsa-sha2-nistp256`."]
        pub scheme: ::std::string::String,
    }
    impl PackageKey {
        pub fn builder() -> builder::PackageKey {
            Default::default()
        }
    }
    #[doc = "The value of a public key."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct PackageKeyValue {
        #[doc = "64 hex digits of an Ed25519 key, or the SPKI PEM of a P-256 one."]
        pub public: ::std::string::String,
    }
    impl PackageKeyValue {
        pub fn builder() -> builder::PackageKeyValue {
            Default::default()
        }
    }
    #[doc = "The keys that must sign packages, whoever publishes them."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct PackageKeys {
        #[doc = "The public keys."]
        pub keys: ::std::vec::Vec<PackageKey>,
        #[doc = "How many distinct keys must sign."]
        pub threshold: u64,
    }
    impl PackageKeys {
        pub fn builder() -> builder::PackageKeys {
            Default::default()
        }
    }
    #[doc = "One signature of a manifest."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct PackageSignature {
        #[doc = "Key id, hex."]
        pub keyid: ::std::string::String,
        #[doc = "Base64."]
        pub sig: ::std::string::String,
    }
    impl PackageSignature {
        pub fn builder() -> builder::PackageSignature {
            Default::default()
        }
    }
    #[doc = "The life of a package."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum PackageStatus {
        #[serde(rename = "checking")]
        Checking,
        #[serde(rename = "ready")]
        Ready,
        #[serde(rename = "refused")]
        Refused,
        #[serde(rename = "yanked")]
        Yanked,
    }
    impl ::std::fmt::Display for PackageStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Checking => f.write_str("checking"),
                Self::Ready => f.write_str("ready"),
                Self::Refused => f.write_str("refused"),
                Self::Yanked => f.write_str("yanked"),
            }
        }
    }
    impl ::std::str::FromStr for PackageStatus {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "checking" => Ok(Self::Checking),
                "ready" => Ok(Self::Ready),
                "refused" => Ok(Self::Refused),
                "yanked" => Ok(Self::Yanked),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PackageStatus {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PackageStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "A variant of a package."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PackageVariant {
        #[doc = "Its images."]
        pub images: ::std::vec::Vec<Target>,
        #[doc = "Whom it fits; empty fits all."]
        pub when: ::std::collections::BTreeMap<::std::string::String, Matcher>,
    }
    impl PackageVariant {
        pub fn builder() -> builder::PackageVariant {
            Default::default()
        }
    }
    #[doc = "One page of a listing. Ask again with `cursor` set to `next` for the one after it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PageApp {
        #[doc = "In the order asked for."]
        pub items: ::std::vec::Vec<App>,
        #[doc = "The cursor of the next page; absent on the last."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
    }
    impl PageApp {
        pub fn builder() -> builder::PageApp {
            Default::default()
        }
    }
    #[doc = "One page of a listing. Ask again with `cursor` set to `next` for the one after it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PageAppChannel {
        #[doc = "In the order asked for."]
        pub items: ::std::vec::Vec<AppChannel>,
        #[doc = "The cursor of the next page; absent on the last."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
    }
    impl PageAppChannel {
        pub fn builder() -> builder::PageAppChannel {
            Default::default()
        }
    }
    #[doc = "One page of a listing. Ask again with `cursor` set to `next` for the one after it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PageEvent {
        #[doc = "In the order asked for."]
        pub items: ::std::vec::Vec<Event>,
        #[doc = "The cursor of the next page; absent on the last."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
    }
    impl PageEvent {
        pub fn builder() -> builder::PageEvent {
            Default::default()
        }
    }
    #[doc = "One page of a listing. Ask again with `cursor` set to `next` for the one after it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PageOrg {
        #[doc = "In the order asked for."]
        pub items: ::std::vec::Vec<Org>,
        #[doc = "The cursor of the next page; absent on the last."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
    }
    impl PageOrg {
        pub fn builder() -> builder::PageOrg {
            Default::default()
        }
    }
    #[doc = "One page of a listing. Ask again with `cursor` set to `next` for the one after it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PagePackage {
        #[doc = "In the order asked for."]
        pub items: ::std::vec::Vec<Package>,
        #[doc = "The cursor of the next page; absent on the last."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
    }
    impl PagePackage {
        pub fn builder() -> builder::PagePackage {
            Default::default()
        }
    }
    #[doc = "One page of a listing. Ask again with `cursor` set to `next` for the one after it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PagePublication {
        #[doc = "In the order asked for."]
        pub items: ::std::vec::Vec<Publication>,
        #[doc = "The cursor of the next page; absent on the last."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
    }
    impl PagePublication {
        pub fn builder() -> builder::PagePublication {
            Default::default()
        }
    }
    #[doc = "One page of a listing. Ask again with `cursor` set to `next` for the one after it."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PageRelease {
        #[doc = "In the order asked for."]
        pub items: ::std::vec::Vec<Release>,
        #[doc = "The cursor of the next page; absent on the last."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
    }
    impl PageRelease {
        pub fn builder() -> builder::PageRelease {
            Default::default()
        }
    }
    #[doc = "A placed release."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct PlacedRelease {
        #[doc = "Whether only those who run it keep it."]
        pub held: bool,
        #[doc = "The package's name."]
        pub package: ::std::string::String,
        #[doc = "Its id."]
        pub release: ::std::string::String,
        #[doc = "How much of the audience it reaches."]
        pub share: ::std::string::String,
        pub status: ReleaseStatus,
        #[doc = "The package's version."]
        pub version: ::std::string::String,
    }
    impl PlacedRelease {
        pub fn builder() -> builder::PlacedRelease {
            Default::default()
        }
    }
    #[doc = "A release at its place."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Placement {
        #[doc = "Whether only those who run it keep it."]
        pub held: bool,
        #[doc = "Which release."]
        pub release: ::std::string::String,
        #[doc = "Where devices are hashed to."]
        pub salt: ::std::string::String,
        #[doc = "How much of the audience it reaches."]
        pub share: ::std::string::String,
        #[doc = "Its package's version."]
        pub version: ::std::string::String,
    }
    impl Placement {
        pub fn builder() -> builder::Placement {
            Default::default()
        }
    }
    #[doc = "How devices go about a release."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct Policy {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub activate: ::std::option::Option<Activate>,
        #[doc = "Whether a person is asked first."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ask: ::std::option::Option<bool>,
        #[doc = "Seconds in which the new package must confirm its health; the application's if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub confirm_seconds: ::std::option::Option<u32>,
        #[doc = "After this neither window nor question holds it back."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deadline: ::std::option::Option<::std::string::String>,
        #[doc = "Whether a lower package version may replace a higher one."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub downgrade: ::std::option::Option<bool>,
        #[doc = "A running package below this version must update before it goes on."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub force_below: ::std::option::Option<::std::string::String>,
        #[doc = "A binary below this version is sent to the store."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub least_binary: ::std::option::Option<::std::string::String>,
        #[doc = "Where to get a newer binary."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub store_url: ::std::option::Option<::std::string::String>,
        #[doc = "Local times of day in which it may activate: `HH:MM-HH:MM`."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub window: ::std::option::Option<::std::string::String>,
    }
    impl Policy {
        pub fn builder() -> builder::Policy {
            Default::default()
        }
    }
    #[doc = "Why a request wasn't carried out: the field, the rule that it breaks, and the way out."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Problem {
        #[doc = "What happened this time."]
        pub detail: ::std::string::String,
        #[doc = "The field or resource concerned."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub field: ::std::option::Option<::std::string::String>,
        #[doc = "The way out."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub hint: ::std::option::Option<::std::string::String>,
        #[doc = "The request's id, for support and for the audit trail."]
        pub request_id: ::std::string::String,
        #[doc = "The rule that it breaks."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub rule: ::std::option::Option<::std::string::String>,
        #[doc = "The HTTP status."]
        pub status: u32,
        #[doc = "The kind, for people."]
        pub title: ::std::string::String,
        #[doc = "The kind: `/problems/` and a stable word."]
        #[serde(rename = "type")]
        pub type_: ::std::string::String,
    }
    impl Problem {
        pub fn builder() -> builder::Problem {
            Default::default()
        }
    }
    #[doc = "Where a channel's concluded release goes."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct PromoteChannel {
        #[doc = "Whether it supersedes what moves there."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub replace: ::std::option::Option<bool>,
        #[doc = "The share; the application's first step, or 100 % when it is the first, if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub share: ::std::option::Option<::std::string::String>,
        #[doc = "The channel that gets it."]
        pub to: ::std::string::String,
    }
    impl PromoteChannel {
        pub fn builder() -> builder::PromoteChannel {
            Default::default()
        }
    }
    #[doc = "A wanted publication: one whole state of a channel on its way to the edge."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Publication {
        #[doc = "Of which channel."]
        pub channel: ::std::string::String,
        #[doc = "Its id, to watch it."]
        pub id: ::std::string::String,
        #[doc = "When it was published."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub published: ::std::option::Option<::std::string::String>,
        #[doc = "The revision that it must show at least."]
        pub revision: u64,
        #[doc = "The number at the edge that shows it."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub seq: ::std::option::Option<u64>,
        pub state: PublicationStage,
        #[doc = "Why it is still pending, if something is wrong."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub trouble: ::std::option::Option<::std::string::String>,
        #[doc = "When every online device has polled past it."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub visible_by: ::std::option::Option<::std::string::String>,
        #[doc = "When it was wanted."]
        pub wanted: ::std::string::String,
    }
    impl Publication {
        pub fn builder() -> builder::Publication {
            Default::default()
        }
    }
    #[doc = "Whether the edge shows a publication."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum PublicationStage {
        #[serde(rename = "pending")]
        Pending,
        #[serde(rename = "published")]
        Published,
    }
    impl ::std::fmt::Display for PublicationStage {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Pending => f.write_str("pending"),
                Self::Published => f.write_str("published"),
            }
        }
    }
    impl ::std::str::FromStr for PublicationStage {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "pending" => Ok(Self::Pending),
                "published" => Ok(Self::Published),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PublicationStage {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PublicationStage {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "How far a release goes."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct RampRelease {
        #[doc = "Whether 100 % stays open instead of concluding."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub keep_open: ::std::option::Option<bool>,
        #[doc = "The share, in steps of 0.01 %; it only grows."]
        pub to: ::std::string::String,
    }
    impl RampRelease {
        pub fn builder() -> builder::RampRelease {
            Default::default()
        }
    }
    #[doc = "A part that arrived."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct ReceivedPart {
        #[doc = "The ETag that its PUT answered, without quotes."]
        pub etag: ::std::string::String,
        #[doc = "From 1."]
        pub number: u32,
        #[doc = "Bytes."]
        pub size: u64,
    }
    impl ReceivedPart {
        pub fn builder() -> builder::ReceivedPart {
            Default::default()
        }
    }
    #[doc = "A release: a package for an audience, and how far it got."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Release {
        #[doc = "Raised by a retry."]
        pub attempt: u32,
        #[doc = "The channel it is for."]
        pub channel: ::std::string::String,
        #[doc = "When it was created."]
        pub created: ::std::string::String,
        #[doc = "By whom it was created."]
        pub created_by: ::std::string::String,
        #[doc = "When it ended."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ended: ::std::option::Option<::std::string::String>,
        #[doc = "Its id."]
        pub id: ::std::string::String,
        #[doc = "Whether 100 % stays open instead of concluding."]
        pub keep_open: bool,
        #[doc = "When it last changed what devices get."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub moved: ::std::option::Option<::std::string::String>,
        #[doc = "Notes by language tag."]
        pub notes: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        #[doc = "The release that it came from: cloned, promoted or superseded."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub origin: ::std::option::Option<::std::string::String>,
        #[doc = "The package's name."]
        pub package: ::std::string::String,
        pub policy: Policy,
        #[doc = "Settings that go with it."]
        pub properties: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        #[doc = "The concluded release that it replaced, to which a revert returns."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub replaced: ::std::option::Option<::std::string::String>,
        #[doc = "The rule it belongs to."]
        pub rule: ::std::string::String,
        #[doc = "Where its devices are hashed to."]
        pub salt: ::std::string::String,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub schedule: ::std::option::Option<Schedule>,
        #[doc = "The share it reached."]
        pub share: ::std::string::String,
        #[doc = "When it started."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub started: ::std::option::Option<::std::string::String>,
        pub status: ReleaseStatus,
        #[doc = "The package's version."]
        pub version: ::std::string::String,
    }
    impl Release {
        pub fn builder() -> builder::Release {
            Default::default()
        }
    }
    #[doc = "`ReleaseChange`"]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct ReleaseChange {
        #[doc = "Whether nothing was committed because it was a dry run."]
        pub dry_run: bool,
        #[doc = "Who moves."]
        pub movements: ::std::vec::Vec<Movement>,
        #[doc = "What was wanted at the edge; the answer is 202 while one of them is pending."]
        pub publications: ::std::vec::Vec<Publication>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub release: ::std::option::Option<Release>,
        #[doc = "Whether this repeats the answer to an earlier request with the same idempotency key."]
        pub replayed: bool,
    }
    impl ReleaseChange {
        pub fn builder() -> builder::ReleaseChange {
            Default::default()
        }
    }
    #[doc = "The life of a release."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum ReleaseStatus {
        #[serde(rename = "draft")]
        Draft,
        #[serde(rename = "scheduled")]
        Scheduled,
        #[serde(rename = "missed")]
        Missed,
        #[serde(rename = "active")]
        Active,
        #[serde(rename = "paused")]
        Paused,
        #[serde(rename = "concluded")]
        Concluded,
        #[serde(rename = "aborted")]
        Aborted,
        #[serde(rename = "superseded")]
        Superseded,
        #[serde(rename = "reverted")]
        Reverted,
    }
    impl ::std::fmt::Display for ReleaseStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Draft => f.write_str("draft"),
                Self::Scheduled => f.write_str("scheduled"),
                Self::Missed => f.write_str("missed"),
                Self::Active => f.write_str("active"),
                Self::Paused => f.write_str("paused"),
                Self::Concluded => f.write_str("concluded"),
                Self::Aborted => f.write_str("aborted"),
                Self::Superseded => f.write_str("superseded"),
                Self::Reverted => f.write_str("reverted"),
            }
        }
    }
    impl ::std::str::FromStr for ReleaseStatus {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "draft" => Ok(Self::Draft),
                "scheduled" => Ok(Self::Scheduled),
                "missed" => Ok(Self::Missed),
                "active" => Ok(Self::Active),
                "paused" => Ok(Self::Paused),
                "concluded" => Ok(Self::Concluded),
                "aborted" => Ok(Self::Aborted),
                "superseded" => Ok(Self::Superseded),
                "reverted" => Ok(Self::Reverted),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ReleaseStatus {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ReleaseStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "What a channel returns to."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct RevertChannel {
        #[doc = "Of this rule; `everyone` if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub rule: ::std::option::Option<::std::string::String>,
        #[doc = "To this release; to the one that was replaced if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub to: ::std::option::Option<::std::string::String>,
    }
    impl RevertChannel {
        pub fn builder() -> builder::RevertChannel {
            Default::default()
        }
    }
    #[doc = "What a concluded release is taken back for."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct RevertRelease {
        #[doc = "To this release; to the one that it replaced if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub to: ::std::option::Option<::std::string::String>,
    }
    impl RevertRelease {
        pub fn builder() -> builder::RevertRelease {
            Default::default()
        }
    }
    #[doc = "Which keys of a channel to rotate."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct RotateKeys {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub package_keys: ::std::option::Option<PackageKeys>,
        #[doc = "Of these roles; if not said, of all but the root, or of none where `package_keys` is said."]
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub roles: ::std::vec::Vec<KeyRole>,
    }
    impl RotateKeys {
        pub fn builder() -> builder::RotateKeys {
            Default::default()
        }
    }
    #[doc = "What one row said."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct RowReason {
        #[doc = "The device's bucket of 10,000, where the row has ranges."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bucket: ::std::option::Option<u32>,
        #[doc = "Its place, from 0."]
        pub index: u64,
        #[doc = "Whether it decided."]
        pub matched: bool,
        #[doc = "Its release."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub release: ::std::option::Option<::std::string::String>,
        #[doc = "Why."]
        pub why: ::std::string::String,
    }
    impl RowReason {
        pub fn builder() -> builder::RowReason {
            Default::default()
        }
    }
    #[doc = "An audience and what it gets."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Rule {
        #[doc = "Whom it is for; empty is everyone."]
        pub audience: ::std::collections::BTreeMap<::std::string::String, Matcher>,
        #[doc = "What concluded before, the newest last; a revert can return to them."]
        pub concluded: ::std::vec::Vec<Placement>,
        #[doc = "The release with which devices went back to what shipped in their binary."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub embedded: ::std::option::Option<::std::string::String>,
        #[doc = "`everyone` for the one that a channel begins with."]
        pub name: ::std::string::String,
        #[doc = "What is placed, the newest first; a device gets the first that it falls into."]
        pub stack: ::std::vec::Vec<Placement>,
    }
    impl Rule {
        pub fn builder() -> builder::Rule {
            Default::default()
        }
    }
    #[doc = "What one rule's audience gets."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct RuleStatus {
        #[doc = "The rule."]
        pub name: ::std::string::String,
        #[doc = "What is placed, the newest first."]
        pub releases: ::std::vec::Vec<PlacedRelease>,
    }
    impl RuleStatus {
        pub fn builder() -> builder::RuleStatus {
            Default::default()
        }
    }
    #[doc = "When a release starts and grows by itself."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Schedule {
        #[doc = "How many stages were reached."]
        pub reached: u32,
        #[doc = "Growing shares, in order; the first is reached at the start."]
        pub stages: ::std::vec::Vec<Stage>,
        #[doc = "When it starts; absent for one that was started by hand."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start: ::std::option::Option<::std::string::String>,
        #[doc = "Seconds by which the start may be late before it is missed."]
        pub window: u32,
    }
    impl Schedule {
        pub fn builder() -> builder::Schedule {
            Default::default()
        }
    }
    #[doc = "When a release starts and grows by itself."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct ScheduleRelease {
        #[doc = "Growing shares, in order; the first is reached at the start."]
        pub stages: ::std::vec::Vec<Stage>,
        #[doc = "When it starts."]
        pub start: ::std::string::String,
        #[doc = "Seconds by which the start may be late before it is missed; an hour if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub window: ::std::option::Option<u32>,
    }
    impl ScheduleRelease {
        pub fn builder() -> builder::ScheduleRelease {
            Default::default()
        }
    }
    #[doc = "One stage of a schedule."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct Stage {
        #[doc = "Seconds after the stage before it."]
        pub after: u32,
        #[doc = "The share."]
        pub share: ::std::string::String,
    }
    impl Stage {
        pub fn builder() -> builder::Stage {
            Default::default()
        }
    }
    #[doc = "How a release starts."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    pub struct StartRelease {
        #[doc = "Whether it supersedes what its rule has active or paused."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub replace: ::std::option::Option<bool>,
        #[doc = "The share; the application's first step, or 100 % when it is the first, if not said."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub share: ::std::option::Option<::std::string::String>,
    }
    impl StartRelease {
        pub fn builder() -> builder::StartRelease {
            Default::default()
        }
    }
    #[doc = "What takes the place of an active or paused release, with its salt and the share it reached."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct SupersedeRelease {
        #[doc = "Whether 100 % stays open instead of concluding."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub keep_open: ::std::option::Option<bool>,
        #[doc = "Notes by language tag; at most 4 KiB."]
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub notes: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        #[doc = "The package's name."]
        pub package: ::std::string::String,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub policy: ::std::option::Option<Policy>,
        #[doc = "Settings that go with it; no fractional numbers."]
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub properties: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        #[doc = "The package's version."]
        pub version: ::std::string::String,
    }
    impl SupersedeRelease {
        pub fn builder() -> builder::SupersedeRelease {
            Default::default()
        }
    }
    #[doc = "A target at the edge."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Target {
        #[doc = "Bytes."]
        pub length: u64,
        #[doc = "Flat name."]
        pub name: ::std::string::String,
        #[doc = "Of its bytes."]
        pub sha256: ::std::string::String,
    }
    impl Target {
        pub fn builder() -> builder::Target {
            Default::default()
        }
    }
    #[doc = "An upload."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct Upload {
        #[doc = "When the URLs end; reading the upload mints new ones."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires: ::std::option::Option<::std::string::String>,
        #[doc = "Its id; absent when the file is here already."]
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        #[doc = "What to send: each part is PUT to its URL with exactly its headers."]
        pub parts: ::std::vec::Vec<UploadPart>,
        #[doc = "What arrived."]
        pub received: ::std::vec::Vec<ReceivedPart>,
        pub status: UploadStatus,
    }
    impl Upload {
        pub fn builder() -> builder::Upload {
            Default::default()
        }
    }
    #[doc = "One part to send."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    pub struct UploadPart {
        #[doc = "To be sent exactly."]
        pub headers: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        #[doc = "From 1."]
        pub number: u32,
        #[doc = "Where it begins in the file."]
        pub offset: u64,
        #[doc = "Bytes."]
        pub size: u64,
        #[doc = "Presigned: it needs no token of ours."]
        pub url: ::std::string::String,
    }
    impl UploadPart {
        pub fn builder() -> builder::UploadPart {
            Default::default()
        }
    }
    #[doc = "Whether bytes of an upload are still to come."]
    #[derive(
        :: serde :: Deserialize,
        :: serde :: Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    pub enum UploadStatus {
        #[serde(rename = "open")]
        Open,
        #[serde(rename = "ready")]
        Ready,
    }
    impl ::std::fmt::Display for UploadStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Open => f.write_str("open"),
                Self::Ready => f.write_str("ready"),
            }
        }
    }
    impl ::std::str::FromStr for UploadStatus {
        type Err = self::error::ConversionError;
        fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "open" => Ok(Self::Open),
                "ready" => Ok(Self::Ready),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for UploadStatus {
        type Error = self::error::ConversionError;
        fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for UploadStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[doc = "A package to take out of use."]
    #[derive(:: serde :: Deserialize, :: serde :: Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct YankPackage {
        #[doc = "Channels with live uses that are replaced in the same commit."]
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub now: ::std::vec::Vec<::std::string::String>,
        #[doc = "Why."]
        pub reason: ::std::string::String,
    }
    impl YankPackage {
        pub fn builder() -> builder::YankPackage {
            Default::default()
        }
    }
    #[doc = " Types for composing complex structures."]
    pub mod builder {
        #[derive(Clone, Debug)]
        pub struct AbortRelease {
            keep: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
        }
        impl ::std::default::Default for AbortRelease {
            fn default() -> Self {
                Self {
                    keep: Ok(Default::default()),
                }
            }
        }
        impl AbortRelease {
            pub fn keep<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.keep = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keep: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<AbortRelease> for super::AbortRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AbortRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { keep: value.keep? })
            }
        }
        impl ::std::convert::From<super::AbortRelease> for AbortRelease {
            fn from(value: super::AbortRelease) -> Self {
                Self {
                    keep: Ok(value.keep),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Actor {
            id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            type_: ::std::result::Result<super::ActorType, ::std::string::String>,
        }
        impl ::std::default::Default for Actor {
            fn default() -> Self {
                Self {
                    id: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    type_: Err("no value supplied for type_".to_string()),
                }
            }
        }
        impl Actor {
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ActorType>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for type_: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Actor> for super::Actor {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Actor,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    id: value.id?,
                    name: value.name?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::Actor> for Actor {
            fn from(value: super::Actor) -> Self {
                Self {
                    id: Ok(value.id),
                    name: Ok(value.name),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct App {
            channels:
                ::std::result::Result<::std::vec::Vec<super::AppChannel>, ::std::string::String>,
            created: ::std::result::Result<::std::string::String, ::std::string::String>,
            dimensions: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, super::Dimension>,
                ::std::string::String,
            >,
            kind: ::std::result::Result<super::Kind, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            org: ::std::result::Result<::std::string::String, ::std::string::String>,
            revision: ::std::result::Result<u64, ::std::string::String>,
            settings: ::std::result::Result<super::AppSettings, ::std::string::String>,
        }
        impl ::std::default::Default for App {
            fn default() -> Self {
                Self {
                    channels: Err("no value supplied for channels".to_string()),
                    created: Err("no value supplied for created".to_string()),
                    dimensions: Err("no value supplied for dimensions".to_string()),
                    kind: Err("no value supplied for kind".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    org: Err("no value supplied for org".to_string()),
                    revision: Err("no value supplied for revision".to_string()),
                    settings: Err("no value supplied for settings".to_string()),
                }
            }
        }
        impl App {
            pub fn channels<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::AppChannel>>,
                T::Error: ::std::fmt::Display,
            {
                self.channels = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for channels: {e}"));
                self
            }
            pub fn created<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for created: {e}"));
                self
            }
            pub fn dimensions<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, super::Dimension>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.dimensions = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dimensions: {e}"));
                self
            }
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::Kind>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for kind: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn org<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.org = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for org: {e}"));
                self
            }
            pub fn revision<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.revision = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for revision: {e}"));
                self
            }
            pub fn settings<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::AppSettings>,
                T::Error: ::std::fmt::Display,
            {
                self.settings = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for settings: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<App> for super::App {
            type Error = super::error::ConversionError;
            fn try_from(value: App) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    channels: value.channels?,
                    created: value.created?,
                    dimensions: value.dimensions?,
                    kind: value.kind?,
                    name: value.name?,
                    org: value.org?,
                    revision: value.revision?,
                    settings: value.settings?,
                })
            }
        }
        impl ::std::convert::From<super::App> for App {
            fn from(value: super::App) -> Self {
                Self {
                    channels: Ok(value.channels),
                    created: Ok(value.created),
                    dimensions: Ok(value.dimensions),
                    kind: Ok(value.kind),
                    name: Ok(value.name),
                    org: Ok(value.org),
                    revision: Ok(value.revision),
                    settings: Ok(value.settings),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct AppChange {
            app: ::std::result::Result<::std::option::Option<super::App>, ::std::string::String>,
            dry_run: ::std::result::Result<bool, ::std::string::String>,
            movements:
                ::std::result::Result<::std::vec::Vec<super::Movement>, ::std::string::String>,
            publications:
                ::std::result::Result<::std::vec::Vec<super::Publication>, ::std::string::String>,
            replayed: ::std::result::Result<bool, ::std::string::String>,
        }
        impl ::std::default::Default for AppChange {
            fn default() -> Self {
                Self {
                    app: Ok(Default::default()),
                    dry_run: Err("no value supplied for dry_run".to_string()),
                    movements: Err("no value supplied for movements".to_string()),
                    publications: Err("no value supplied for publications".to_string()),
                    replayed: Err("no value supplied for replayed".to_string()),
                }
            }
        }
        impl AppChange {
            pub fn app<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::App>>,
                T::Error: ::std::fmt::Display,
            {
                self.app = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for app: {e}"));
                self
            }
            pub fn dry_run<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.dry_run = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dry_run: {e}"));
                self
            }
            pub fn movements<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Movement>>,
                T::Error: ::std::fmt::Display,
            {
                self.movements = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for movements: {e}"));
                self
            }
            pub fn publications<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Publication>>,
                T::Error: ::std::fmt::Display,
            {
                self.publications = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for publications: {e}"));
                self
            }
            pub fn replayed<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.replayed = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replayed: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<AppChange> for super::AppChange {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AppChange,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    app: value.app?,
                    dry_run: value.dry_run?,
                    movements: value.movements?,
                    publications: value.publications?,
                    replayed: value.replayed?,
                })
            }
        }
        impl ::std::convert::From<super::AppChange> for AppChange {
            fn from(value: super::AppChange) -> Self {
                Self {
                    app: Ok(value.app),
                    dry_run: Ok(value.dry_run),
                    movements: Ok(value.movements),
                    publications: Ok(value.publications),
                    replayed: Ok(value.replayed),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct AppChannel {
            moved_to: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            state: ::std::result::Result<super::ChannelState, ::std::string::String>,
        }
        impl ::std::default::Default for AppChannel {
            fn default() -> Self {
                Self {
                    moved_to: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    state: Err("no value supplied for state".to_string()),
                }
            }
        }
        impl AppChannel {
            pub fn moved_to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.moved_to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for moved_to: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ChannelState>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for state: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<AppChannel> for super::AppChannel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AppChannel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    moved_to: value.moved_to?,
                    name: value.name?,
                    state: value.state?,
                })
            }
        }
        impl ::std::convert::From<super::AppChannel> for AppChannel {
            fn from(value: super::AppChannel) -> Self {
                Self {
                    moved_to: Ok(value.moved_to),
                    name: Ok(value.name),
                    state: Ok(value.state),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct AppSettings {
            confirm_seconds: ::std::result::Result<u32, ::std::string::String>,
            downgrade: ::std::result::Result<bool, ::std::string::String>,
            first_step: ::std::result::Result<::std::string::String, ::std::string::String>,
            salt: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for AppSettings {
            fn default() -> Self {
                Self {
                    confirm_seconds: Err("no value supplied for confirm_seconds".to_string()),
                    downgrade: Err("no value supplied for downgrade".to_string()),
                    first_step: Err("no value supplied for first_step".to_string()),
                    salt: Ok(Default::default()),
                }
            }
        }
        impl AppSettings {
            pub fn confirm_seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.confirm_seconds = value.try_into().map_err(|e| {
                    format!("error converting supplied value for confirm_seconds: {e}")
                });
                self
            }
            pub fn downgrade<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.downgrade = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for downgrade: {e}"));
                self
            }
            pub fn first_step<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.first_step = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for first_step: {e}"));
                self
            }
            pub fn salt<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.salt = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for salt: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<AppSettings> for super::AppSettings {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AppSettings,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    confirm_seconds: value.confirm_seconds?,
                    downgrade: value.downgrade?,
                    first_step: value.first_step?,
                    salt: value.salt?,
                })
            }
        }
        impl ::std::convert::From<super::AppSettings> for AppSettings {
            fn from(value: super::AppSettings) -> Self {
                Self {
                    confirm_seconds: Ok(value.confirm_seconds),
                    downgrade: Ok(value.downgrade),
                    first_step: Ok(value.first_step),
                    salt: Ok(value.salt),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct AppSettingsInput {
            confirm_seconds:
                ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            downgrade: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            first_step: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            salt: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for AppSettingsInput {
            fn default() -> Self {
                Self {
                    confirm_seconds: Ok(Default::default()),
                    downgrade: Ok(Default::default()),
                    first_step: Ok(Default::default()),
                    salt: Ok(Default::default()),
                }
            }
        }
        impl AppSettingsInput {
            pub fn confirm_seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.confirm_seconds = value.try_into().map_err(|e| {
                    format!("error converting supplied value for confirm_seconds: {e}")
                });
                self
            }
            pub fn downgrade<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.downgrade = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for downgrade: {e}"));
                self
            }
            pub fn first_step<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.first_step = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for first_step: {e}"));
                self
            }
            pub fn salt<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.salt = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for salt: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<AppSettingsInput> for super::AppSettingsInput {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AppSettingsInput,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    confirm_seconds: value.confirm_seconds?,
                    downgrade: value.downgrade?,
                    first_step: value.first_step?,
                    salt: value.salt?,
                })
            }
        }
        impl ::std::convert::From<super::AppSettingsInput> for AppSettingsInput {
            fn from(value: super::AppSettingsInput) -> Self {
                Self {
                    confirm_seconds: Ok(value.confirm_seconds),
                    downgrade: Ok(value.downgrade),
                    first_step: Ok(value.first_step),
                    salt: Ok(value.salt),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct BeginUpload {
            sha256: ::std::result::Result<::std::string::String, ::std::string::String>,
            size: ::std::result::Result<u64, ::std::string::String>,
        }
        impl ::std::default::Default for BeginUpload {
            fn default() -> Self {
                Self {
                    sha256: Err("no value supplied for sha256".to_string()),
                    size: Err("no value supplied for size".to_string()),
                }
            }
        }
        impl BeginUpload {
            pub fn sha256<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.sha256 = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for sha256: {e}"));
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for size: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<BeginUpload> for super::BeginUpload {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BeginUpload,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    sha256: value.sha256?,
                    size: value.size?,
                })
            }
        }
        impl ::std::convert::From<super::BeginUpload> for BeginUpload {
            fn from(value: super::BeginUpload) -> Self {
                Self {
                    sha256: Ok(value.sha256),
                    size: Ok(value.size),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Change {
            after: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            before: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            field: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Change {
            fn default() -> Self {
                Self {
                    after: Ok(Default::default()),
                    before: Ok(Default::default()),
                    field: Err("no value supplied for field".to_string()),
                }
            }
        }
        impl Change {
            pub fn after<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.after = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for after: {e}"));
                self
            }
            pub fn before<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.before = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for before: {e}"));
                self
            }
            pub fn field<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.field = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for field: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Change> for super::Change {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Change,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    after: value.after?,
                    before: value.before?,
                    field: value.field?,
                })
            }
        }
        impl ::std::convert::From<super::Change> for Change {
            fn from(value: super::Change) -> Self {
                Self {
                    after: Ok(value.after),
                    before: Ok(value.before),
                    field: Ok(value.field),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Channel {
            agenda: ::std::result::Result<::std::vec::Vec<super::Due>, ::std::string::String>,
            moved: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            moved_to: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            poll_seconds: ::std::result::Result<u32, ::std::string::String>,
            revision: ::std::result::Result<u64, ::std::string::String>,
            rules: ::std::result::Result<::std::vec::Vec<super::Rule>, ::std::string::String>,
            settings: ::std::result::Result<super::ChannelSettings, ::std::string::String>,
            state: ::std::result::Result<super::ChannelState, ::std::string::String>,
            withdrawn: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Channel {
            fn default() -> Self {
                Self {
                    agenda: Err("no value supplied for agenda".to_string()),
                    moved: Ok(Default::default()),
                    moved_to: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    poll_seconds: Err("no value supplied for poll_seconds".to_string()),
                    revision: Err("no value supplied for revision".to_string()),
                    rules: Err("no value supplied for rules".to_string()),
                    settings: Err("no value supplied for settings".to_string()),
                    state: Err("no value supplied for state".to_string()),
                    withdrawn: Err("no value supplied for withdrawn".to_string()),
                }
            }
        }
        impl Channel {
            pub fn agenda<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Due>>,
                T::Error: ::std::fmt::Display,
            {
                self.agenda = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for agenda: {e}"));
                self
            }
            pub fn moved<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.moved = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for moved: {e}"));
                self
            }
            pub fn moved_to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.moved_to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for moved_to: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn poll_seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.poll_seconds = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for poll_seconds: {e}"));
                self
            }
            pub fn revision<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.revision = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for revision: {e}"));
                self
            }
            pub fn rules<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Rule>>,
                T::Error: ::std::fmt::Display,
            {
                self.rules = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rules: {e}"));
                self
            }
            pub fn settings<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ChannelSettings>,
                T::Error: ::std::fmt::Display,
            {
                self.settings = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for settings: {e}"));
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ChannelState>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for state: {e}"));
                self
            }
            pub fn withdrawn<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.withdrawn = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for withdrawn: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Channel> for super::Channel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Channel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    agenda: value.agenda?,
                    moved: value.moved?,
                    moved_to: value.moved_to?,
                    name: value.name?,
                    poll_seconds: value.poll_seconds?,
                    revision: value.revision?,
                    rules: value.rules?,
                    settings: value.settings?,
                    state: value.state?,
                    withdrawn: value.withdrawn?,
                })
            }
        }
        impl ::std::convert::From<super::Channel> for Channel {
            fn from(value: super::Channel) -> Self {
                Self {
                    agenda: Ok(value.agenda),
                    moved: Ok(value.moved),
                    moved_to: Ok(value.moved_to),
                    name: Ok(value.name),
                    poll_seconds: Ok(value.poll_seconds),
                    revision: Ok(value.revision),
                    rules: Ok(value.rules),
                    settings: Ok(value.settings),
                    state: Ok(value.state),
                    withdrawn: Ok(value.withdrawn),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ChannelChange {
            channel:
                ::std::result::Result<::std::option::Option<super::Channel>, ::std::string::String>,
            dry_run: ::std::result::Result<bool, ::std::string::String>,
            movements:
                ::std::result::Result<::std::vec::Vec<super::Movement>, ::std::string::String>,
            publications:
                ::std::result::Result<::std::vec::Vec<super::Publication>, ::std::string::String>,
            replayed: ::std::result::Result<bool, ::std::string::String>,
        }
        impl ::std::default::Default for ChannelChange {
            fn default() -> Self {
                Self {
                    channel: Ok(Default::default()),
                    dry_run: Err("no value supplied for dry_run".to_string()),
                    movements: Err("no value supplied for movements".to_string()),
                    publications: Err("no value supplied for publications".to_string()),
                    replayed: Err("no value supplied for replayed".to_string()),
                }
            }
        }
        impl ChannelChange {
            pub fn channel<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Channel>>,
                T::Error: ::std::fmt::Display,
            {
                self.channel = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for channel: {e}"));
                self
            }
            pub fn dry_run<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.dry_run = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dry_run: {e}"));
                self
            }
            pub fn movements<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Movement>>,
                T::Error: ::std::fmt::Display,
            {
                self.movements = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for movements: {e}"));
                self
            }
            pub fn publications<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Publication>>,
                T::Error: ::std::fmt::Display,
            {
                self.publications = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for publications: {e}"));
                self
            }
            pub fn replayed<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.replayed = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replayed: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<ChannelChange> for super::ChannelChange {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ChannelChange,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    channel: value.channel?,
                    dry_run: value.dry_run?,
                    movements: value.movements?,
                    publications: value.publications?,
                    replayed: value.replayed?,
                })
            }
        }
        impl ::std::convert::From<super::ChannelChange> for ChannelChange {
            fn from(value: super::ChannelChange) -> Self {
                Self {
                    channel: Ok(value.channel),
                    dry_run: Ok(value.dry_run),
                    movements: Ok(value.movements),
                    publications: Ok(value.publications),
                    replayed: Ok(value.replayed),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ChannelSettings {
            jitter: ::std::result::Result<u32, ::std::string::String>,
            poll_active: ::std::result::Result<u32, ::std::string::String>,
            poll_idle: ::std::result::Result<u32, ::std::string::String>,
            root_lifetime: ::std::result::Result<u32, ::std::string::String>,
            targets_lifetime: ::std::result::Result<u32, ::std::string::String>,
            timestamp_lifetime: ::std::result::Result<u32, ::std::string::String>,
        }
        impl ::std::default::Default for ChannelSettings {
            fn default() -> Self {
                Self {
                    jitter: Err("no value supplied for jitter".to_string()),
                    poll_active: Err("no value supplied for poll_active".to_string()),
                    poll_idle: Err("no value supplied for poll_idle".to_string()),
                    root_lifetime: Err("no value supplied for root_lifetime".to_string()),
                    targets_lifetime: Err("no value supplied for targets_lifetime".to_string()),
                    timestamp_lifetime: Err("no value supplied for timestamp_lifetime".to_string()),
                }
            }
        }
        impl ChannelSettings {
            pub fn jitter<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.jitter = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for jitter: {e}"));
                self
            }
            pub fn poll_active<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.poll_active = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for poll_active: {e}"));
                self
            }
            pub fn poll_idle<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.poll_idle = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for poll_idle: {e}"));
                self
            }
            pub fn root_lifetime<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.root_lifetime = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for root_lifetime: {e}"));
                self
            }
            pub fn targets_lifetime<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.targets_lifetime = value.try_into().map_err(|e| {
                    format!("error converting supplied value for targets_lifetime: {e}")
                });
                self
            }
            pub fn timestamp_lifetime<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.timestamp_lifetime = value.try_into().map_err(|e| {
                    format!("error converting supplied value for timestamp_lifetime: {e}")
                });
                self
            }
        }
        impl ::std::convert::TryFrom<ChannelSettings> for super::ChannelSettings {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ChannelSettings,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    jitter: value.jitter?,
                    poll_active: value.poll_active?,
                    poll_idle: value.poll_idle?,
                    root_lifetime: value.root_lifetime?,
                    targets_lifetime: value.targets_lifetime?,
                    timestamp_lifetime: value.timestamp_lifetime?,
                })
            }
        }
        impl ::std::convert::From<super::ChannelSettings> for ChannelSettings {
            fn from(value: super::ChannelSettings) -> Self {
                Self {
                    jitter: Ok(value.jitter),
                    poll_active: Ok(value.poll_active),
                    poll_idle: Ok(value.poll_idle),
                    root_lifetime: Ok(value.root_lifetime),
                    targets_lifetime: Ok(value.targets_lifetime),
                    timestamp_lifetime: Ok(value.timestamp_lifetime),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ChannelSettingsInput {
            jitter: ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            poll_active: ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            poll_idle: ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            root_lifetime: ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            targets_lifetime:
                ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            timestamp_lifetime:
                ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
        }
        impl ::std::default::Default for ChannelSettingsInput {
            fn default() -> Self {
                Self {
                    jitter: Ok(Default::default()),
                    poll_active: Ok(Default::default()),
                    poll_idle: Ok(Default::default()),
                    root_lifetime: Ok(Default::default()),
                    targets_lifetime: Ok(Default::default()),
                    timestamp_lifetime: Ok(Default::default()),
                }
            }
        }
        impl ChannelSettingsInput {
            pub fn jitter<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.jitter = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for jitter: {e}"));
                self
            }
            pub fn poll_active<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.poll_active = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for poll_active: {e}"));
                self
            }
            pub fn poll_idle<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.poll_idle = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for poll_idle: {e}"));
                self
            }
            pub fn root_lifetime<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.root_lifetime = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for root_lifetime: {e}"));
                self
            }
            pub fn targets_lifetime<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.targets_lifetime = value.try_into().map_err(|e| {
                    format!("error converting supplied value for targets_lifetime: {e}")
                });
                self
            }
            pub fn timestamp_lifetime<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.timestamp_lifetime = value.try_into().map_err(|e| {
                    format!("error converting supplied value for timestamp_lifetime: {e}")
                });
                self
            }
        }
        impl ::std::convert::TryFrom<ChannelSettingsInput> for super::ChannelSettingsInput {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ChannelSettingsInput,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    jitter: value.jitter?,
                    poll_active: value.poll_active?,
                    poll_idle: value.poll_idle?,
                    root_lifetime: value.root_lifetime?,
                    targets_lifetime: value.targets_lifetime?,
                    timestamp_lifetime: value.timestamp_lifetime?,
                })
            }
        }
        impl ::std::convert::From<super::ChannelSettingsInput> for ChannelSettingsInput {
            fn from(value: super::ChannelSettingsInput) -> Self {
                Self {
                    jitter: Ok(value.jitter),
                    poll_active: Ok(value.poll_active),
                    poll_idle: Ok(value.poll_idle),
                    root_lifetime: Ok(value.root_lifetime),
                    targets_lifetime: Ok(value.targets_lifetime),
                    timestamp_lifetime: Ok(value.timestamp_lifetime),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ChannelStatus {
            agenda: ::std::result::Result<::std::vec::Vec<super::Due>, ::std::string::String>,
            edge: ::std::result::Result<
                ::std::option::Option<super::EdgeStatus>,
                ::std::string::String,
            >,
            pending:
                ::std::result::Result<::std::vec::Vec<super::Publication>, ::std::string::String>,
            poll_seconds: ::std::result::Result<u32, ::std::string::String>,
            reach_seconds: ::std::result::Result<u32, ::std::string::String>,
            rules: ::std::result::Result<::std::vec::Vec<super::RuleStatus>, ::std::string::String>,
            scope: ::std::result::Result<::std::string::String, ::std::string::String>,
            state: ::std::result::Result<super::ChannelState, ::std::string::String>,
        }
        impl ::std::default::Default for ChannelStatus {
            fn default() -> Self {
                Self {
                    agenda: Err("no value supplied for agenda".to_string()),
                    edge: Ok(Default::default()),
                    pending: Err("no value supplied for pending".to_string()),
                    poll_seconds: Err("no value supplied for poll_seconds".to_string()),
                    reach_seconds: Err("no value supplied for reach_seconds".to_string()),
                    rules: Err("no value supplied for rules".to_string()),
                    scope: Err("no value supplied for scope".to_string()),
                    state: Err("no value supplied for state".to_string()),
                }
            }
        }
        impl ChannelStatus {
            pub fn agenda<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Due>>,
                T::Error: ::std::fmt::Display,
            {
                self.agenda = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for agenda: {e}"));
                self
            }
            pub fn edge<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::EdgeStatus>>,
                T::Error: ::std::fmt::Display,
            {
                self.edge = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for edge: {e}"));
                self
            }
            pub fn pending<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Publication>>,
                T::Error: ::std::fmt::Display,
            {
                self.pending = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for pending: {e}"));
                self
            }
            pub fn poll_seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.poll_seconds = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for poll_seconds: {e}"));
                self
            }
            pub fn reach_seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.reach_seconds = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for reach_seconds: {e}"));
                self
            }
            pub fn rules<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::RuleStatus>>,
                T::Error: ::std::fmt::Display,
            {
                self.rules = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rules: {e}"));
                self
            }
            pub fn scope<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.scope = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for scope: {e}"));
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ChannelState>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for state: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<ChannelStatus> for super::ChannelStatus {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ChannelStatus,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    agenda: value.agenda?,
                    edge: value.edge?,
                    pending: value.pending?,
                    poll_seconds: value.poll_seconds?,
                    reach_seconds: value.reach_seconds?,
                    rules: value.rules?,
                    scope: value.scope?,
                    state: value.state?,
                })
            }
        }
        impl ::std::convert::From<super::ChannelStatus> for ChannelStatus {
            fn from(value: super::ChannelStatus) -> Self {
                Self {
                    agenda: Ok(value.agenda),
                    edge: Ok(value.edge),
                    pending: Ok(value.pending),
                    poll_seconds: Ok(value.poll_seconds),
                    reach_seconds: Ok(value.reach_seconds),
                    rules: Ok(value.rules),
                    scope: Ok(value.scope),
                    state: Ok(value.state),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Choice {
            kind: ::std::result::Result<super::ChoiceKind, ::std::string::String>,
            release: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            target: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            to: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            why: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Choice {
            fn default() -> Self {
                Self {
                    kind: Err("no value supplied for kind".to_string()),
                    release: Ok(Default::default()),
                    target: Ok(Default::default()),
                    to: Ok(Default::default()),
                    why: Ok(Default::default()),
                }
            }
        }
        impl Choice {
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ChoiceKind>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for kind: {e}"));
                self
            }
            pub fn release<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.release = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for release: {e}"));
                self
            }
            pub fn target<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.target = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for target: {e}"));
                self
            }
            pub fn to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for to: {e}"));
                self
            }
            pub fn why<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.why = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for why: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Choice> for super::Choice {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Choice,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    kind: value.kind?,
                    release: value.release?,
                    target: value.target?,
                    to: value.to?,
                    why: value.why?,
                })
            }
        }
        impl ::std::convert::From<super::Choice> for Choice {
            fn from(value: super::Choice) -> Self {
                Self {
                    kind: Ok(value.kind),
                    release: Ok(value.release),
                    target: Ok(value.target),
                    to: Ok(value.to),
                    why: Ok(value.why),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CloneRelease {
            into: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CloneRelease {
            fn default() -> Self {
                Self {
                    into: Ok(Default::default()),
                }
            }
        }
        impl CloneRelease {
            pub fn into<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.into = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for into: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<CloneRelease> for super::CloneRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CloneRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { into: value.into? })
            }
        }
        impl ::std::convert::From<super::CloneRelease> for CloneRelease {
            fn from(value: super::CloneRelease) -> Self {
                Self {
                    into: Ok(value.into),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CompletePart {
            etag: ::std::result::Result<::std::string::String, ::std::string::String>,
            number: ::std::result::Result<u32, ::std::string::String>,
        }
        impl ::std::default::Default for CompletePart {
            fn default() -> Self {
                Self {
                    etag: Err("no value supplied for etag".to_string()),
                    number: Err("no value supplied for number".to_string()),
                }
            }
        }
        impl CompletePart {
            pub fn etag<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.etag = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for etag: {e}"));
                self
            }
            pub fn number<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.number = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for number: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<CompletePart> for super::CompletePart {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CompletePart,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    etag: value.etag?,
                    number: value.number?,
                })
            }
        }
        impl ::std::convert::From<super::CompletePart> for CompletePart {
            fn from(value: super::CompletePart) -> Self {
                Self {
                    etag: Ok(value.etag),
                    number: Ok(value.number),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CompleteUpload {
            parts:
                ::std::result::Result<::std::vec::Vec<super::CompletePart>, ::std::string::String>,
        }
        impl ::std::default::Default for CompleteUpload {
            fn default() -> Self {
                Self {
                    parts: Err("no value supplied for parts".to_string()),
                }
            }
        }
        impl CompleteUpload {
            pub fn parts<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::CompletePart>>,
                T::Error: ::std::fmt::Display,
            {
                self.parts = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for parts: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<CompleteUpload> for super::CompleteUpload {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CompleteUpload,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    parts: value.parts?,
                })
            }
        }
        impl ::std::convert::From<super::CompleteUpload> for CompleteUpload {
            fn from(value: super::CompleteUpload) -> Self {
                Self {
                    parts: Ok(value.parts),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateApp {
            dimensions: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, super::Dimension>,
                ::std::string::String,
            >,
            kind: ::std::result::Result<super::Kind, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            settings: ::std::result::Result<
                ::std::option::Option<super::AppSettingsInput>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateApp {
            fn default() -> Self {
                Self {
                    dimensions: Ok(Default::default()),
                    kind: Err("no value supplied for kind".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    settings: Ok(Default::default()),
                }
            }
        }
        impl CreateApp {
            pub fn dimensions<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, super::Dimension>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.dimensions = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dimensions: {e}"));
                self
            }
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::Kind>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for kind: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn settings<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::AppSettingsInput>>,
                T::Error: ::std::fmt::Display,
            {
                self.settings = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for settings: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<CreateApp> for super::CreateApp {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateApp,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    dimensions: value.dimensions?,
                    kind: value.kind?,
                    name: value.name?,
                    settings: value.settings?,
                })
            }
        }
        impl ::std::convert::From<super::CreateApp> for CreateApp {
            fn from(value: super::CreateApp) -> Self {
                Self {
                    dimensions: Ok(value.dimensions),
                    kind: Ok(value.kind),
                    name: Ok(value.name),
                    settings: Ok(value.settings),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateChannel {
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            settings: ::std::result::Result<
                ::std::option::Option<super::ChannelSettingsInput>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateChannel {
            fn default() -> Self {
                Self {
                    name: Err("no value supplied for name".to_string()),
                    settings: Ok(Default::default()),
                }
            }
        }
        impl CreateChannel {
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn settings<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::ChannelSettingsInput>>,
                T::Error: ::std::fmt::Display,
            {
                self.settings = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for settings: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<CreateChannel> for super::CreateChannel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateChannel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    name: value.name?,
                    settings: value.settings?,
                })
            }
        }
        impl ::std::convert::From<super::CreateChannel> for CreateChannel {
            fn from(value: super::CreateChannel) -> Self {
                Self {
                    name: Ok(value.name),
                    settings: Ok(value.settings),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateOrg {
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            title: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateOrg {
            fn default() -> Self {
                Self {
                    name: Err("no value supplied for name".to_string()),
                    title: Ok(Default::default()),
                }
            }
        }
        impl CreateOrg {
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn title<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.title = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for title: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<CreateOrg> for super::CreateOrg {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateOrg,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    name: value.name?,
                    title: value.title?,
                })
            }
        }
        impl ::std::convert::From<super::CreateOrg> for CreateOrg {
            fn from(value: super::CreateOrg) -> Self {
                Self {
                    name: Ok(value.name),
                    title: Ok(value.title),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreatePackage {
            list: ::std::result::Result<::std::string::String, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            requires: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                ::std::string::String,
            >,
            rollback_index:
                ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            signatures: ::std::result::Result<
                ::std::vec::Vec<super::PackageSignature>,
                ::std::string::String,
            >,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for CreatePackage {
            fn default() -> Self {
                Self {
                    list: Err("no value supplied for list".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    requires: Ok(Default::default()),
                    rollback_index: Ok(Default::default()),
                    signatures: Ok(Default::default()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl CreatePackage {
            pub fn list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.list = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for list: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn requires<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.requires = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for requires: {e}"));
                self
            }
            pub fn rollback_index<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.rollback_index = value.try_into().map_err(|e| {
                    format!("error converting supplied value for rollback_index: {e}")
                });
                self
            }
            pub fn signatures<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::PackageSignature>>,
                T::Error: ::std::fmt::Display,
            {
                self.signatures = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for signatures: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<CreatePackage> for super::CreatePackage {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreatePackage,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    list: value.list?,
                    name: value.name?,
                    requires: value.requires?,
                    rollback_index: value.rollback_index?,
                    signatures: value.signatures?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::CreatePackage> for CreatePackage {
            fn from(value: super::CreatePackage) -> Self {
                Self {
                    list: Ok(value.list),
                    name: Ok(value.name),
                    requires: Ok(value.requires),
                    rollback_index: Ok(value.rollback_index),
                    signatures: Ok(value.signatures),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateRelease {
            channel: ::std::result::Result<::std::string::String, ::std::string::String>,
            keep_open: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            notes: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                ::std::string::String,
            >,
            package: ::std::result::Result<::std::string::String, ::std::string::String>,
            policy:
                ::std::result::Result<::std::option::Option<super::Policy>, ::std::string::String>,
            properties: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
            replace: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            rule: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            share: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            start: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for CreateRelease {
            fn default() -> Self {
                Self {
                    channel: Err("no value supplied for channel".to_string()),
                    keep_open: Ok(Default::default()),
                    notes: Ok(Default::default()),
                    package: Err("no value supplied for package".to_string()),
                    policy: Ok(Default::default()),
                    properties: Ok(Default::default()),
                    replace: Ok(Default::default()),
                    rule: Ok(Default::default()),
                    share: Ok(Default::default()),
                    start: Ok(Default::default()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl CreateRelease {
            pub fn channel<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.channel = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for channel: {e}"));
                self
            }
            pub fn keep_open<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.keep_open = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keep_open: {e}"));
                self
            }
            pub fn notes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.notes = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for notes: {e}"));
                self
            }
            pub fn package<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.package = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for package: {e}"));
                self
            }
            pub fn policy<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Policy>>,
                T::Error: ::std::fmt::Display,
            {
                self.policy = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for policy: {e}"));
                self
            }
            pub fn properties<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.properties = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for properties: {e}"));
                self
            }
            pub fn replace<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.replace = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replace: {e}"));
                self
            }
            pub fn rule<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.rule = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rule: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
            pub fn start<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.start = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for start: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<CreateRelease> for super::CreateRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    channel: value.channel?,
                    keep_open: value.keep_open?,
                    notes: value.notes?,
                    package: value.package?,
                    policy: value.policy?,
                    properties: value.properties?,
                    replace: value.replace?,
                    rule: value.rule?,
                    share: value.share?,
                    start: value.start?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::CreateRelease> for CreateRelease {
            fn from(value: super::CreateRelease) -> Self {
                Self {
                    channel: Ok(value.channel),
                    keep_open: Ok(value.keep_open),
                    notes: Ok(value.notes),
                    package: Ok(value.package),
                    policy: Ok(value.policy),
                    properties: Ok(value.properties),
                    replace: Ok(value.replace),
                    rule: Ok(value.rule),
                    share: Ok(value.share),
                    start: Ok(value.start),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct DeviceConfig {
            base_url: ::std::result::Result<::std::string::String, ::std::string::String>,
            root: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
            root_version: ::std::result::Result<u64, ::std::string::String>,
            scope: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for DeviceConfig {
            fn default() -> Self {
                Self {
                    base_url: Err("no value supplied for base_url".to_string()),
                    root: Err("no value supplied for root".to_string()),
                    root_version: Err("no value supplied for root_version".to_string()),
                    scope: Err("no value supplied for scope".to_string()),
                }
            }
        }
        impl DeviceConfig {
            pub fn base_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.base_url = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for base_url: {e}"));
                self
            }
            pub fn root<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.root = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for root: {e}"));
                self
            }
            pub fn root_version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.root_version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for root_version: {e}"));
                self
            }
            pub fn scope<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.scope = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for scope: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<DeviceConfig> for super::DeviceConfig {
            type Error = super::error::ConversionError;
            fn try_from(
                value: DeviceConfig,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    base_url: value.base_url?,
                    root: value.root?,
                    root_version: value.root_version?,
                    scope: value.scope?,
                })
            }
        }
        impl ::std::convert::From<super::DeviceConfig> for DeviceConfig {
            fn from(value: super::DeviceConfig) -> Self {
                Self {
                    base_url: Ok(value.base_url),
                    root: Ok(value.root),
                    root_version: Ok(value.root_version),
                    scope: Ok(value.scope),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Dimension {
            type_: ::std::result::Result<super::DimensionType, ::std::string::String>,
            values: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Dimension {
            fn default() -> Self {
                Self {
                    type_: Err("no value supplied for type_".to_string()),
                    values: Ok(Default::default()),
                }
            }
        }
        impl Dimension {
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::DimensionType>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for type_: {e}"));
                self
            }
            pub fn values<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.values = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for values: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Dimension> for super::Dimension {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Dimension,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    type_: value.type_?,
                    values: value.values?,
                })
            }
        }
        impl ::std::convert::From<super::Dimension> for Dimension {
            fn from(value: super::Dimension) -> Self {
                Self {
                    type_: Ok(value.type_),
                    values: Ok(value.values),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Due {
            at: ::std::result::Result<::std::string::String, ::std::string::String>,
            do_: ::std::result::Result<super::DueKind, ::std::string::String>,
            release: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Due {
            fn default() -> Self {
                Self {
                    at: Err("no value supplied for at".to_string()),
                    do_: Err("no value supplied for do_".to_string()),
                    release: Ok(Default::default()),
                }
            }
        }
        impl Due {
            pub fn at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.at = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for at: {e}"));
                self
            }
            pub fn do_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::DueKind>,
                T::Error: ::std::fmt::Display,
            {
                self.do_ = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for do_: {e}"));
                self
            }
            pub fn release<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.release = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for release: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Due> for super::Due {
            type Error = super::error::ConversionError;
            fn try_from(value: Due) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    at: value.at?,
                    do_: value.do_?,
                    release: value.release?,
                })
            }
        }
        impl ::std::convert::From<super::Due> for Due {
            fn from(value: super::Due) -> Self {
                Self {
                    at: Ok(value.at),
                    do_: Ok(value.do_),
                    release: Ok(value.release),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct EdgeStatus {
            fence:
                ::std::result::Result<::std::option::Option<super::Fence>, ::std::string::String>,
            issued: ::std::result::Result<::std::string::String, ::std::string::String>,
            renew: ::std::result::Result<::std::string::String, ::std::string::String>,
            root: ::std::result::Result<u64, ::std::string::String>,
            seq: ::std::result::Result<u64, ::std::string::String>,
            written: ::std::result::Result<bool, ::std::string::String>,
        }
        impl ::std::default::Default for EdgeStatus {
            fn default() -> Self {
                Self {
                    fence: Ok(Default::default()),
                    issued: Err("no value supplied for issued".to_string()),
                    renew: Err("no value supplied for renew".to_string()),
                    root: Err("no value supplied for root".to_string()),
                    seq: Err("no value supplied for seq".to_string()),
                    written: Err("no value supplied for written".to_string()),
                }
            }
        }
        impl EdgeStatus {
            pub fn fence<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Fence>>,
                T::Error: ::std::fmt::Display,
            {
                self.fence = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for fence: {e}"));
                self
            }
            pub fn issued<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.issued = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for issued: {e}"));
                self
            }
            pub fn renew<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.renew = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for renew: {e}"));
                self
            }
            pub fn root<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.root = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for root: {e}"));
                self
            }
            pub fn seq<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.seq = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for seq: {e}"));
                self
            }
            pub fn written<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.written = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for written: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<EdgeStatus> for super::EdgeStatus {
            type Error = super::error::ConversionError;
            fn try_from(
                value: EdgeStatus,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    fence: value.fence?,
                    issued: value.issued?,
                    renew: value.renew?,
                    root: value.root?,
                    seq: value.seq?,
                    written: value.written?,
                })
            }
        }
        impl ::std::convert::From<super::EdgeStatus> for EdgeStatus {
            fn from(value: super::EdgeStatus) -> Self {
                Self {
                    fence: Ok(value.fence),
                    issued: Ok(value.issued),
                    renew: Ok(value.renew),
                    root: Ok(value.root),
                    seq: Ok(value.seq),
                    written: Ok(value.written),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct EditApp {
            dimensions: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, super::Dimension>,
                ::std::string::String,
            >,
            settings: ::std::result::Result<
                ::std::option::Option<super::AppSettingsInput>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for EditApp {
            fn default() -> Self {
                Self {
                    dimensions: Ok(Default::default()),
                    settings: Ok(Default::default()),
                }
            }
        }
        impl EditApp {
            pub fn dimensions<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, super::Dimension>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.dimensions = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dimensions: {e}"));
                self
            }
            pub fn settings<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::AppSettingsInput>>,
                T::Error: ::std::fmt::Display,
            {
                self.settings = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for settings: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<EditApp> for super::EditApp {
            type Error = super::error::ConversionError;
            fn try_from(
                value: EditApp,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    dimensions: value.dimensions?,
                    settings: value.settings?,
                })
            }
        }
        impl ::std::convert::From<super::EditApp> for EditApp {
            fn from(value: super::EditApp) -> Self {
                Self {
                    dimensions: Ok(value.dimensions),
                    settings: Ok(value.settings),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct EditChannel {
            settings: ::std::result::Result<super::ChannelSettingsInput, ::std::string::String>,
        }
        impl ::std::default::Default for EditChannel {
            fn default() -> Self {
                Self {
                    settings: Err("no value supplied for settings".to_string()),
                }
            }
        }
        impl EditChannel {
            pub fn settings<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ChannelSettingsInput>,
                T::Error: ::std::fmt::Display,
            {
                self.settings = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for settings: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<EditChannel> for super::EditChannel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: EditChannel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    settings: value.settings?,
                })
            }
        }
        impl ::std::convert::From<super::EditChannel> for EditChannel {
            fn from(value: super::EditChannel) -> Self {
                Self {
                    settings: Ok(value.settings),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct EditRelease {
            keep_open: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            notes: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                ::std::string::String,
            >,
            policy:
                ::std::result::Result<::std::option::Option<super::Policy>, ::std::string::String>,
            properties: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for EditRelease {
            fn default() -> Self {
                Self {
                    keep_open: Ok(Default::default()),
                    notes: Ok(Default::default()),
                    policy: Ok(Default::default()),
                    properties: Ok(Default::default()),
                }
            }
        }
        impl EditRelease {
            pub fn keep_open<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.keep_open = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keep_open: {e}"));
                self
            }
            pub fn notes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.notes = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for notes: {e}"));
                self
            }
            pub fn policy<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Policy>>,
                T::Error: ::std::fmt::Display,
            {
                self.policy = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for policy: {e}"));
                self
            }
            pub fn properties<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.properties = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for properties: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<EditRelease> for super::EditRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: EditRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    keep_open: value.keep_open?,
                    notes: value.notes?,
                    policy: value.policy?,
                    properties: value.properties?,
                })
            }
        }
        impl ::std::convert::From<super::EditRelease> for EditRelease {
            fn from(value: super::EditRelease) -> Self {
                Self {
                    keep_open: Ok(value.keep_open),
                    notes: Ok(value.notes),
                    policy: Ok(value.policy),
                    properties: Ok(value.properties),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Event {
            actor: ::std::result::Result<super::Actor, ::std::string::String>,
            at: ::std::result::Result<::std::string::String, ::std::string::String>,
            changes: ::std::result::Result<::std::vec::Vec<super::Change>, ::std::string::String>,
            channels: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            request: ::std::result::Result<::std::string::String, ::std::string::String>,
            revision: ::std::result::Result<u64, ::std::string::String>,
            subject: ::std::result::Result<::std::string::String, ::std::string::String>,
            verb: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Event {
            fn default() -> Self {
                Self {
                    actor: Err("no value supplied for actor".to_string()),
                    at: Err("no value supplied for at".to_string()),
                    changes: Err("no value supplied for changes".to_string()),
                    channels: Err("no value supplied for channels".to_string()),
                    id: Err("no value supplied for id".to_string()),
                    request: Err("no value supplied for request".to_string()),
                    revision: Err("no value supplied for revision".to_string()),
                    subject: Err("no value supplied for subject".to_string()),
                    verb: Err("no value supplied for verb".to_string()),
                }
            }
        }
        impl Event {
            pub fn actor<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::Actor>,
                T::Error: ::std::fmt::Display,
            {
                self.actor = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for actor: {e}"));
                self
            }
            pub fn at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.at = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for at: {e}"));
                self
            }
            pub fn changes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Change>>,
                T::Error: ::std::fmt::Display,
            {
                self.changes = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for changes: {e}"));
                self
            }
            pub fn channels<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.channels = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for channels: {e}"));
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn request<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.request = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for request: {e}"));
                self
            }
            pub fn revision<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.revision = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for revision: {e}"));
                self
            }
            pub fn subject<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.subject = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for subject: {e}"));
                self
            }
            pub fn verb<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.verb = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for verb: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Event> for super::Event {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Event,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    actor: value.actor?,
                    at: value.at?,
                    changes: value.changes?,
                    channels: value.channels?,
                    id: value.id?,
                    request: value.request?,
                    revision: value.revision?,
                    subject: value.subject?,
                    verb: value.verb?,
                })
            }
        }
        impl ::std::convert::From<super::Event> for Event {
            fn from(value: super::Event) -> Self {
                Self {
                    actor: Ok(value.actor),
                    at: Ok(value.at),
                    changes: Ok(value.changes),
                    channels: Ok(value.channels),
                    id: Ok(value.id),
                    request: Ok(value.request),
                    revision: Ok(value.revision),
                    subject: Ok(value.subject),
                    verb: Ok(value.verb),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Explanation {
            attributes: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                ::std::string::String,
            >,
            choice: ::std::result::Result<super::Choice, ::std::string::String>,
            device: ::std::result::Result<::std::string::String, ::std::string::String>,
            revision: ::std::result::Result<u64, ::std::string::String>,
            rows: ::std::result::Result<::std::vec::Vec<super::RowReason>, ::std::string::String>,
            scope: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Explanation {
            fn default() -> Self {
                Self {
                    attributes: Err("no value supplied for attributes".to_string()),
                    choice: Err("no value supplied for choice".to_string()),
                    device: Err("no value supplied for device".to_string()),
                    revision: Err("no value supplied for revision".to_string()),
                    rows: Err("no value supplied for rows".to_string()),
                    scope: Err("no value supplied for scope".to_string()),
                }
            }
        }
        impl Explanation {
            pub fn attributes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.attributes = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for attributes: {e}"));
                self
            }
            pub fn choice<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::Choice>,
                T::Error: ::std::fmt::Display,
            {
                self.choice = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for choice: {e}"));
                self
            }
            pub fn device<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.device = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for device: {e}"));
                self
            }
            pub fn revision<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.revision = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for revision: {e}"));
                self
            }
            pub fn rows<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::RowReason>>,
                T::Error: ::std::fmt::Display,
            {
                self.rows = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rows: {e}"));
                self
            }
            pub fn scope<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.scope = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for scope: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Explanation> for super::Explanation {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Explanation,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    attributes: value.attributes?,
                    choice: value.choice?,
                    device: value.device?,
                    revision: value.revision?,
                    rows: value.rows?,
                    scope: value.scope?,
                })
            }
        }
        impl ::std::convert::From<super::Explanation> for Explanation {
            fn from(value: super::Explanation) -> Self {
                Self {
                    attributes: Ok(value.attributes),
                    choice: Ok(value.choice),
                    device: Ok(value.device),
                    revision: Ok(value.revision),
                    rows: Ok(value.rows),
                    scope: Ok(value.scope),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Fence {
            at: ::std::result::Result<::std::string::String, ::std::string::String>,
            edge: ::std::result::Result<u64, ::std::string::String>,
            why: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Fence {
            fn default() -> Self {
                Self {
                    at: Err("no value supplied for at".to_string()),
                    edge: Err("no value supplied for edge".to_string()),
                    why: Err("no value supplied for why".to_string()),
                }
            }
        }
        impl Fence {
            pub fn at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.at = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for at: {e}"));
                self
            }
            pub fn edge<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.edge = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for edge: {e}"));
                self
            }
            pub fn why<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.why = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for why: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Fence> for super::Fence {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Fence,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    at: value.at?,
                    edge: value.edge?,
                    why: value.why?,
                })
            }
        }
        impl ::std::convert::From<super::Fence> for Fence {
            fn from(value: super::Fence) -> Self {
                Self {
                    at: Ok(value.at),
                    edge: Ok(value.edge),
                    why: Ok(value.why),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Health {
            status: ::std::result::Result<::std::string::String, ::std::string::String>,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Health {
            fn default() -> Self {
                Self {
                    status: Err("no value supplied for status".to_string()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl Health {
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for status: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Health> for super::Health {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Health,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    status: value.status?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::Health> for Health {
            fn from(value: super::Health) -> Self {
                Self {
                    status: Ok(value.status),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct LiveUse {
            channel: ::std::result::Result<::std::string::String, ::std::string::String>,
            release: ::std::result::Result<super::NamedRelease, ::std::string::String>,
            replaced: ::std::result::Result<bool, ::std::string::String>,
            rule: ::std::result::Result<::std::string::String, ::std::string::String>,
            share: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for LiveUse {
            fn default() -> Self {
                Self {
                    channel: Err("no value supplied for channel".to_string()),
                    release: Err("no value supplied for release".to_string()),
                    replaced: Err("no value supplied for replaced".to_string()),
                    rule: Err("no value supplied for rule".to_string()),
                    share: Err("no value supplied for share".to_string()),
                }
            }
        }
        impl LiveUse {
            pub fn channel<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.channel = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for channel: {e}"));
                self
            }
            pub fn release<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::NamedRelease>,
                T::Error: ::std::fmt::Display,
            {
                self.release = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for release: {e}"));
                self
            }
            pub fn replaced<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.replaced = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replaced: {e}"));
                self
            }
            pub fn rule<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.rule = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rule: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<LiveUse> for super::LiveUse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: LiveUse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    channel: value.channel?,
                    release: value.release?,
                    replaced: value.replaced?,
                    rule: value.rule?,
                    share: value.share?,
                })
            }
        }
        impl ::std::convert::From<super::LiveUse> for LiveUse {
            fn from(value: super::LiveUse) -> Self {
                Self {
                    channel: Ok(value.channel),
                    release: Ok(value.release),
                    replaced: Ok(value.replaced),
                    rule: Ok(value.rule),
                    share: Ok(value.share),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct MoveChannel {
            to: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for MoveChannel {
            fn default() -> Self {
                Self {
                    to: Err("no value supplied for to".to_string()),
                }
            }
        }
        impl MoveChannel {
            pub fn to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for to: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<MoveChannel> for super::MoveChannel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: MoveChannel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { to: value.to? })
            }
        }
        impl ::std::convert::From<super::MoveChannel> for MoveChannel {
            fn from(value: super::MoveChannel) -> Self {
                Self { to: Ok(value.to) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Movement {
            channel: ::std::result::Result<::std::string::String, ::std::string::String>,
            from: ::std::result::Result<
                ::std::option::Option<super::NamedRelease>,
                ::std::string::String,
            >,
            rule: ::std::result::Result<::std::string::String, ::std::string::String>,
            share: ::std::result::Result<::std::string::String, ::std::string::String>,
            to: ::std::result::Result<
                ::std::option::Option<super::NamedRelease>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Movement {
            fn default() -> Self {
                Self {
                    channel: Err("no value supplied for channel".to_string()),
                    from: Ok(Default::default()),
                    rule: Err("no value supplied for rule".to_string()),
                    share: Err("no value supplied for share".to_string()),
                    to: Ok(Default::default()),
                }
            }
        }
        impl Movement {
            pub fn channel<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.channel = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for channel: {e}"));
                self
            }
            pub fn from<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::NamedRelease>>,
                T::Error: ::std::fmt::Display,
            {
                self.from = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for from: {e}"));
                self
            }
            pub fn rule<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.rule = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rule: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
            pub fn to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::NamedRelease>>,
                T::Error: ::std::fmt::Display,
            {
                self.to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for to: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Movement> for super::Movement {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Movement,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    channel: value.channel?,
                    from: value.from?,
                    rule: value.rule?,
                    share: value.share?,
                    to: value.to?,
                })
            }
        }
        impl ::std::convert::From<super::Movement> for Movement {
            fn from(value: super::Movement) -> Self {
                Self {
                    channel: Ok(value.channel),
                    from: Ok(value.from),
                    rule: Ok(value.rule),
                    share: Ok(value.share),
                    to: Ok(value.to),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct NamedRelease {
            release: ::std::result::Result<::std::string::String, ::std::string::String>,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for NamedRelease {
            fn default() -> Self {
                Self {
                    release: Err("no value supplied for release".to_string()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl NamedRelease {
            pub fn release<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.release = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for release: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<NamedRelease> for super::NamedRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: NamedRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    release: value.release?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::NamedRelease> for NamedRelease {
            fn from(value: super::NamedRelease) -> Self {
                Self {
                    release: Ok(value.release),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Nothing {}
        impl ::std::default::Default for Nothing {
            fn default() -> Self {
                Self {}
            }
        }
        impl Nothing {}
        impl ::std::convert::TryFrom<Nothing> for super::Nothing {
            type Error = super::error::ConversionError;
            fn try_from(
                _value: Nothing,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {})
            }
        }
        impl ::std::convert::From<super::Nothing> for Nothing {
            fn from(_value: super::Nothing) -> Self {
                Self {}
            }
        }
        #[derive(Clone, Debug)]
        pub struct Org {
            apps: ::std::result::Result<::std::vec::Vec<super::OrgApp>, ::std::string::String>,
            created: ::std::result::Result<::std::string::String, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            revision: ::std::result::Result<u64, ::std::string::String>,
            title: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Org {
            fn default() -> Self {
                Self {
                    apps: Err("no value supplied for apps".to_string()),
                    created: Err("no value supplied for created".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    revision: Err("no value supplied for revision".to_string()),
                    title: Err("no value supplied for title".to_string()),
                }
            }
        }
        impl Org {
            pub fn apps<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::OrgApp>>,
                T::Error: ::std::fmt::Display,
            {
                self.apps = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for apps: {e}"));
                self
            }
            pub fn created<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for created: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn revision<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.revision = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for revision: {e}"));
                self
            }
            pub fn title<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.title = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for title: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Org> for super::Org {
            type Error = super::error::ConversionError;
            fn try_from(value: Org) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    apps: value.apps?,
                    created: value.created?,
                    name: value.name?,
                    revision: value.revision?,
                    title: value.title?,
                })
            }
        }
        impl ::std::convert::From<super::Org> for Org {
            fn from(value: super::Org) -> Self {
                Self {
                    apps: Ok(value.apps),
                    created: Ok(value.created),
                    name: Ok(value.name),
                    revision: Ok(value.revision),
                    title: Ok(value.title),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct OrgApp {
            created: ::std::result::Result<::std::string::String, ::std::string::String>,
            kind: ::std::result::Result<super::Kind, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for OrgApp {
            fn default() -> Self {
                Self {
                    created: Err("no value supplied for created".to_string()),
                    kind: Err("no value supplied for kind".to_string()),
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        impl OrgApp {
            pub fn created<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for created: {e}"));
                self
            }
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::Kind>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for kind: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<OrgApp> for super::OrgApp {
            type Error = super::error::ConversionError;
            fn try_from(
                value: OrgApp,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    created: value.created?,
                    kind: value.kind?,
                    name: value.name?,
                })
            }
        }
        impl ::std::convert::From<super::OrgApp> for OrgApp {
            fn from(value: super::OrgApp) -> Self {
                Self {
                    created: Ok(value.created),
                    kind: Ok(value.kind),
                    name: Ok(value.name),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct OrgChange {
            dry_run: ::std::result::Result<bool, ::std::string::String>,
            movements:
                ::std::result::Result<::std::vec::Vec<super::Movement>, ::std::string::String>,
            org: ::std::result::Result<::std::option::Option<super::Org>, ::std::string::String>,
            publications:
                ::std::result::Result<::std::vec::Vec<super::Publication>, ::std::string::String>,
            replayed: ::std::result::Result<bool, ::std::string::String>,
        }
        impl ::std::default::Default for OrgChange {
            fn default() -> Self {
                Self {
                    dry_run: Err("no value supplied for dry_run".to_string()),
                    movements: Err("no value supplied for movements".to_string()),
                    org: Ok(Default::default()),
                    publications: Err("no value supplied for publications".to_string()),
                    replayed: Err("no value supplied for replayed".to_string()),
                }
            }
        }
        impl OrgChange {
            pub fn dry_run<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.dry_run = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dry_run: {e}"));
                self
            }
            pub fn movements<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Movement>>,
                T::Error: ::std::fmt::Display,
            {
                self.movements = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for movements: {e}"));
                self
            }
            pub fn org<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Org>>,
                T::Error: ::std::fmt::Display,
            {
                self.org = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for org: {e}"));
                self
            }
            pub fn publications<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Publication>>,
                T::Error: ::std::fmt::Display,
            {
                self.publications = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for publications: {e}"));
                self
            }
            pub fn replayed<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.replayed = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replayed: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<OrgChange> for super::OrgChange {
            type Error = super::error::ConversionError;
            fn try_from(
                value: OrgChange,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    dry_run: value.dry_run?,
                    movements: value.movements?,
                    org: value.org?,
                    publications: value.publications?,
                    replayed: value.replayed?,
                })
            }
        }
        impl ::std::convert::From<super::OrgChange> for OrgChange {
            fn from(value: super::OrgChange) -> Self {
                Self {
                    dry_run: Ok(value.dry_run),
                    movements: Ok(value.movements),
                    org: Ok(value.org),
                    publications: Ok(value.publications),
                    replayed: Ok(value.replayed),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Package {
            content: ::std::result::Result<
                ::std::option::Option<super::PackageContent>,
                ::std::string::String,
            >,
            created: ::std::result::Result<::std::string::String, ::std::string::String>,
            created_by: ::std::result::Result<::std::string::String, ::std::string::String>,
            kind: ::std::result::Result<super::Kind, ::std::string::String>,
            list: ::std::result::Result<::std::string::String, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            reason: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            requires: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                ::std::string::String,
            >,
            rollback_index: ::std::result::Result<u32, ::std::string::String>,
            signatures: ::std::result::Result<
                ::std::vec::Vec<super::PackageSignature>,
                ::std::string::String,
            >,
            status: ::std::result::Result<super::PackageStatus, ::std::string::String>,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Package {
            fn default() -> Self {
                Self {
                    content: Ok(Default::default()),
                    created: Err("no value supplied for created".to_string()),
                    created_by: Err("no value supplied for created_by".to_string()),
                    kind: Err("no value supplied for kind".to_string()),
                    list: Err("no value supplied for list".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    reason: Ok(Default::default()),
                    requires: Err("no value supplied for requires".to_string()),
                    rollback_index: Err("no value supplied for rollback_index".to_string()),
                    signatures: Err("no value supplied for signatures".to_string()),
                    status: Err("no value supplied for status".to_string()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl Package {
            pub fn content<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::PackageContent>>,
                T::Error: ::std::fmt::Display,
            {
                self.content = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for content: {e}"));
                self
            }
            pub fn created<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for created: {e}"));
                self
            }
            pub fn created_by<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created_by = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for created_by: {e}"));
                self
            }
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::Kind>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for kind: {e}"));
                self
            }
            pub fn list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.list = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for list: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn reason<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.reason = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for reason: {e}"));
                self
            }
            pub fn requires<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.requires = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for requires: {e}"));
                self
            }
            pub fn rollback_index<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.rollback_index = value.try_into().map_err(|e| {
                    format!("error converting supplied value for rollback_index: {e}")
                });
                self
            }
            pub fn signatures<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::PackageSignature>>,
                T::Error: ::std::fmt::Display,
            {
                self.signatures = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for signatures: {e}"));
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::PackageStatus>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for status: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Package> for super::Package {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Package,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    content: value.content?,
                    created: value.created?,
                    created_by: value.created_by?,
                    kind: value.kind?,
                    list: value.list?,
                    name: value.name?,
                    reason: value.reason?,
                    requires: value.requires?,
                    rollback_index: value.rollback_index?,
                    signatures: value.signatures?,
                    status: value.status?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::Package> for Package {
            fn from(value: super::Package) -> Self {
                Self {
                    content: Ok(value.content),
                    created: Ok(value.created),
                    created_by: Ok(value.created_by),
                    kind: Ok(value.kind),
                    list: Ok(value.list),
                    name: Ok(value.name),
                    reason: Ok(value.reason),
                    requires: Ok(value.requires),
                    rollback_index: Ok(value.rollback_index),
                    signatures: Ok(value.signatures),
                    status: Ok(value.status),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PackageChange {
            dry_run: ::std::result::Result<bool, ::std::string::String>,
            movements:
                ::std::result::Result<::std::vec::Vec<super::Movement>, ::std::string::String>,
            package:
                ::std::result::Result<::std::option::Option<super::Package>, ::std::string::String>,
            publications:
                ::std::result::Result<::std::vec::Vec<super::Publication>, ::std::string::String>,
            replayed: ::std::result::Result<bool, ::std::string::String>,
            uses: ::std::result::Result<::std::vec::Vec<super::LiveUse>, ::std::string::String>,
        }
        impl ::std::default::Default for PackageChange {
            fn default() -> Self {
                Self {
                    dry_run: Err("no value supplied for dry_run".to_string()),
                    movements: Err("no value supplied for movements".to_string()),
                    package: Ok(Default::default()),
                    publications: Err("no value supplied for publications".to_string()),
                    replayed: Err("no value supplied for replayed".to_string()),
                    uses: Err("no value supplied for uses".to_string()),
                }
            }
        }
        impl PackageChange {
            pub fn dry_run<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.dry_run = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dry_run: {e}"));
                self
            }
            pub fn movements<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Movement>>,
                T::Error: ::std::fmt::Display,
            {
                self.movements = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for movements: {e}"));
                self
            }
            pub fn package<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Package>>,
                T::Error: ::std::fmt::Display,
            {
                self.package = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for package: {e}"));
                self
            }
            pub fn publications<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Publication>>,
                T::Error: ::std::fmt::Display,
            {
                self.publications = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for publications: {e}"));
                self
            }
            pub fn replayed<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.replayed = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replayed: {e}"));
                self
            }
            pub fn uses<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::LiveUse>>,
                T::Error: ::std::fmt::Display,
            {
                self.uses = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for uses: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PackageChange> for super::PackageChange {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PackageChange,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    dry_run: value.dry_run?,
                    movements: value.movements?,
                    package: value.package?,
                    publications: value.publications?,
                    replayed: value.replayed?,
                    uses: value.uses?,
                })
            }
        }
        impl ::std::convert::From<super::PackageChange> for PackageChange {
            fn from(value: super::PackageChange) -> Self {
                Self {
                    dry_run: Ok(value.dry_run),
                    movements: Ok(value.movements),
                    package: Ok(value.package),
                    publications: Ok(value.publications),
                    replayed: Ok(value.replayed),
                    uses: Ok(value.uses),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PackageContent {
            bytes: ::std::result::Result<u64, ::std::string::String>,
            files: ::std::result::Result<u64, ::std::string::String>,
            manifest: ::std::result::Result<super::Target, ::std::string::String>,
            variants: ::std::result::Result<
                ::std::vec::Vec<super::PackageVariant>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PackageContent {
            fn default() -> Self {
                Self {
                    bytes: Err("no value supplied for bytes".to_string()),
                    files: Err("no value supplied for files".to_string()),
                    manifest: Err("no value supplied for manifest".to_string()),
                    variants: Err("no value supplied for variants".to_string()),
                }
            }
        }
        impl PackageContent {
            pub fn bytes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.bytes = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for bytes: {e}"));
                self
            }
            pub fn files<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.files = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for files: {e}"));
                self
            }
            pub fn manifest<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::Target>,
                T::Error: ::std::fmt::Display,
            {
                self.manifest = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for manifest: {e}"));
                self
            }
            pub fn variants<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::PackageVariant>>,
                T::Error: ::std::fmt::Display,
            {
                self.variants = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for variants: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PackageContent> for super::PackageContent {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PackageContent,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    bytes: value.bytes?,
                    files: value.files?,
                    manifest: value.manifest?,
                    variants: value.variants?,
                })
            }
        }
        impl ::std::convert::From<super::PackageContent> for PackageContent {
            fn from(value: super::PackageContent) -> Self {
                Self {
                    bytes: Ok(value.bytes),
                    files: Ok(value.files),
                    manifest: Ok(value.manifest),
                    variants: Ok(value.variants),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PackageKey {
            keytype: ::std::result::Result<::std::string::String, ::std::string::String>,
            keyval: ::std::result::Result<super::PackageKeyValue, ::std::string::String>,
            scheme: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for PackageKey {
            fn default() -> Self {
                Self {
                    keytype: Err("no value supplied for keytype".to_string()),
                    keyval: Err("no value supplied for keyval".to_string()),
                    scheme: Err("no value supplied for scheme".to_string()),
                }
            }
        }
        impl PackageKey {
            pub fn keytype<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.keytype = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keytype: {e}"));
                self
            }
            pub fn keyval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::PackageKeyValue>,
                T::Error: ::std::fmt::Display,
            {
                self.keyval = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keyval: {e}"));
                self
            }
            pub fn scheme<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.scheme = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for scheme: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PackageKey> for super::PackageKey {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PackageKey,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    keytype: value.keytype?,
                    keyval: value.keyval?,
                    scheme: value.scheme?,
                })
            }
        }
        impl ::std::convert::From<super::PackageKey> for PackageKey {
            fn from(value: super::PackageKey) -> Self {
                Self {
                    keytype: Ok(value.keytype),
                    keyval: Ok(value.keyval),
                    scheme: Ok(value.scheme),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PackageKeyValue {
            public: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for PackageKeyValue {
            fn default() -> Self {
                Self {
                    public: Err("no value supplied for public".to_string()),
                }
            }
        }
        impl PackageKeyValue {
            pub fn public<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.public = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for public: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PackageKeyValue> for super::PackageKeyValue {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PackageKeyValue,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    public: value.public?,
                })
            }
        }
        impl ::std::convert::From<super::PackageKeyValue> for PackageKeyValue {
            fn from(value: super::PackageKeyValue) -> Self {
                Self {
                    public: Ok(value.public),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PackageKeys {
            keys: ::std::result::Result<::std::vec::Vec<super::PackageKey>, ::std::string::String>,
            threshold: ::std::result::Result<u64, ::std::string::String>,
        }
        impl ::std::default::Default for PackageKeys {
            fn default() -> Self {
                Self {
                    keys: Err("no value supplied for keys".to_string()),
                    threshold: Err("no value supplied for threshold".to_string()),
                }
            }
        }
        impl PackageKeys {
            pub fn keys<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::PackageKey>>,
                T::Error: ::std::fmt::Display,
            {
                self.keys = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keys: {e}"));
                self
            }
            pub fn threshold<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.threshold = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for threshold: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PackageKeys> for super::PackageKeys {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PackageKeys,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    keys: value.keys?,
                    threshold: value.threshold?,
                })
            }
        }
        impl ::std::convert::From<super::PackageKeys> for PackageKeys {
            fn from(value: super::PackageKeys) -> Self {
                Self {
                    keys: Ok(value.keys),
                    threshold: Ok(value.threshold),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PackageSignature {
            keyid: ::std::result::Result<::std::string::String, ::std::string::String>,
            sig: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for PackageSignature {
            fn default() -> Self {
                Self {
                    keyid: Err("no value supplied for keyid".to_string()),
                    sig: Err("no value supplied for sig".to_string()),
                }
            }
        }
        impl PackageSignature {
            pub fn keyid<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.keyid = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keyid: {e}"));
                self
            }
            pub fn sig<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.sig = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for sig: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PackageSignature> for super::PackageSignature {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PackageSignature,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    keyid: value.keyid?,
                    sig: value.sig?,
                })
            }
        }
        impl ::std::convert::From<super::PackageSignature> for PackageSignature {
            fn from(value: super::PackageSignature) -> Self {
                Self {
                    keyid: Ok(value.keyid),
                    sig: Ok(value.sig),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PackageVariant {
            images: ::std::result::Result<::std::vec::Vec<super::Target>, ::std::string::String>,
            when: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, super::Matcher>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PackageVariant {
            fn default() -> Self {
                Self {
                    images: Err("no value supplied for images".to_string()),
                    when: Err("no value supplied for when".to_string()),
                }
            }
        }
        impl PackageVariant {
            pub fn images<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Target>>,
                T::Error: ::std::fmt::Display,
            {
                self.images = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for images: {e}"));
                self
            }
            pub fn when<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, super::Matcher>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.when = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for when: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PackageVariant> for super::PackageVariant {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PackageVariant,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    images: value.images?,
                    when: value.when?,
                })
            }
        }
        impl ::std::convert::From<super::PackageVariant> for PackageVariant {
            fn from(value: super::PackageVariant) -> Self {
                Self {
                    images: Ok(value.images),
                    when: Ok(value.when),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PageApp {
            items: ::std::result::Result<::std::vec::Vec<super::App>, ::std::string::String>,
            next: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PageApp {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    next: Ok(Default::default()),
                }
            }
        }
        impl PageApp {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::App>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for items: {e}"));
                self
            }
            pub fn next<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.next = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for next: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PageApp> for super::PageApp {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PageApp,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    next: value.next?,
                })
            }
        }
        impl ::std::convert::From<super::PageApp> for PageApp {
            fn from(value: super::PageApp) -> Self {
                Self {
                    items: Ok(value.items),
                    next: Ok(value.next),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PageAppChannel {
            items: ::std::result::Result<::std::vec::Vec<super::AppChannel>, ::std::string::String>,
            next: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PageAppChannel {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    next: Ok(Default::default()),
                }
            }
        }
        impl PageAppChannel {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::AppChannel>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for items: {e}"));
                self
            }
            pub fn next<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.next = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for next: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PageAppChannel> for super::PageAppChannel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PageAppChannel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    next: value.next?,
                })
            }
        }
        impl ::std::convert::From<super::PageAppChannel> for PageAppChannel {
            fn from(value: super::PageAppChannel) -> Self {
                Self {
                    items: Ok(value.items),
                    next: Ok(value.next),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PageEvent {
            items: ::std::result::Result<::std::vec::Vec<super::Event>, ::std::string::String>,
            next: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PageEvent {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    next: Ok(Default::default()),
                }
            }
        }
        impl PageEvent {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Event>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for items: {e}"));
                self
            }
            pub fn next<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.next = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for next: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PageEvent> for super::PageEvent {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PageEvent,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    next: value.next?,
                })
            }
        }
        impl ::std::convert::From<super::PageEvent> for PageEvent {
            fn from(value: super::PageEvent) -> Self {
                Self {
                    items: Ok(value.items),
                    next: Ok(value.next),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PageOrg {
            items: ::std::result::Result<::std::vec::Vec<super::Org>, ::std::string::String>,
            next: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PageOrg {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    next: Ok(Default::default()),
                }
            }
        }
        impl PageOrg {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Org>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for items: {e}"));
                self
            }
            pub fn next<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.next = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for next: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PageOrg> for super::PageOrg {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PageOrg,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    next: value.next?,
                })
            }
        }
        impl ::std::convert::From<super::PageOrg> for PageOrg {
            fn from(value: super::PageOrg) -> Self {
                Self {
                    items: Ok(value.items),
                    next: Ok(value.next),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PagePackage {
            items: ::std::result::Result<::std::vec::Vec<super::Package>, ::std::string::String>,
            next: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PagePackage {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    next: Ok(Default::default()),
                }
            }
        }
        impl PagePackage {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Package>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for items: {e}"));
                self
            }
            pub fn next<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.next = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for next: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PagePackage> for super::PagePackage {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PagePackage,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    next: value.next?,
                })
            }
        }
        impl ::std::convert::From<super::PagePackage> for PagePackage {
            fn from(value: super::PagePackage) -> Self {
                Self {
                    items: Ok(value.items),
                    next: Ok(value.next),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PagePublication {
            items:
                ::std::result::Result<::std::vec::Vec<super::Publication>, ::std::string::String>,
            next: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PagePublication {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    next: Ok(Default::default()),
                }
            }
        }
        impl PagePublication {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Publication>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for items: {e}"));
                self
            }
            pub fn next<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.next = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for next: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PagePublication> for super::PagePublication {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PagePublication,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    next: value.next?,
                })
            }
        }
        impl ::std::convert::From<super::PagePublication> for PagePublication {
            fn from(value: super::PagePublication) -> Self {
                Self {
                    items: Ok(value.items),
                    next: Ok(value.next),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PageRelease {
            items: ::std::result::Result<::std::vec::Vec<super::Release>, ::std::string::String>,
            next: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PageRelease {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    next: Ok(Default::default()),
                }
            }
        }
        impl PageRelease {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Release>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for items: {e}"));
                self
            }
            pub fn next<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.next = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for next: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PageRelease> for super::PageRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PageRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    next: value.next?,
                })
            }
        }
        impl ::std::convert::From<super::PageRelease> for PageRelease {
            fn from(value: super::PageRelease) -> Self {
                Self {
                    items: Ok(value.items),
                    next: Ok(value.next),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PlacedRelease {
            held: ::std::result::Result<bool, ::std::string::String>,
            package: ::std::result::Result<::std::string::String, ::std::string::String>,
            release: ::std::result::Result<::std::string::String, ::std::string::String>,
            share: ::std::result::Result<::std::string::String, ::std::string::String>,
            status: ::std::result::Result<super::ReleaseStatus, ::std::string::String>,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for PlacedRelease {
            fn default() -> Self {
                Self {
                    held: Err("no value supplied for held".to_string()),
                    package: Err("no value supplied for package".to_string()),
                    release: Err("no value supplied for release".to_string()),
                    share: Err("no value supplied for share".to_string()),
                    status: Err("no value supplied for status".to_string()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl PlacedRelease {
            pub fn held<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.held = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for held: {e}"));
                self
            }
            pub fn package<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.package = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for package: {e}"));
                self
            }
            pub fn release<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.release = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for release: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ReleaseStatus>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for status: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PlacedRelease> for super::PlacedRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PlacedRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    held: value.held?,
                    package: value.package?,
                    release: value.release?,
                    share: value.share?,
                    status: value.status?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::PlacedRelease> for PlacedRelease {
            fn from(value: super::PlacedRelease) -> Self {
                Self {
                    held: Ok(value.held),
                    package: Ok(value.package),
                    release: Ok(value.release),
                    share: Ok(value.share),
                    status: Ok(value.status),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Placement {
            held: ::std::result::Result<bool, ::std::string::String>,
            release: ::std::result::Result<::std::string::String, ::std::string::String>,
            salt: ::std::result::Result<::std::string::String, ::std::string::String>,
            share: ::std::result::Result<::std::string::String, ::std::string::String>,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Placement {
            fn default() -> Self {
                Self {
                    held: Err("no value supplied for held".to_string()),
                    release: Err("no value supplied for release".to_string()),
                    salt: Err("no value supplied for salt".to_string()),
                    share: Err("no value supplied for share".to_string()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl Placement {
            pub fn held<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.held = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for held: {e}"));
                self
            }
            pub fn release<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.release = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for release: {e}"));
                self
            }
            pub fn salt<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.salt = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for salt: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Placement> for super::Placement {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Placement,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    held: value.held?,
                    release: value.release?,
                    salt: value.salt?,
                    share: value.share?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::Placement> for Placement {
            fn from(value: super::Placement) -> Self {
                Self {
                    held: Ok(value.held),
                    release: Ok(value.release),
                    salt: Ok(value.salt),
                    share: Ok(value.share),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Policy {
            activate: ::std::result::Result<
                ::std::option::Option<super::Activate>,
                ::std::string::String,
            >,
            ask: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            confirm_seconds:
                ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            deadline: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            downgrade: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            force_below: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            least_binary: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            store_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            window: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Policy {
            fn default() -> Self {
                Self {
                    activate: Ok(Default::default()),
                    ask: Ok(Default::default()),
                    confirm_seconds: Ok(Default::default()),
                    deadline: Ok(Default::default()),
                    downgrade: Ok(Default::default()),
                    force_below: Ok(Default::default()),
                    least_binary: Ok(Default::default()),
                    store_url: Ok(Default::default()),
                    window: Ok(Default::default()),
                }
            }
        }
        impl Policy {
            pub fn activate<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Activate>>,
                T::Error: ::std::fmt::Display,
            {
                self.activate = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for activate: {e}"));
                self
            }
            pub fn ask<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.ask = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for ask: {e}"));
                self
            }
            pub fn confirm_seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.confirm_seconds = value.try_into().map_err(|e| {
                    format!("error converting supplied value for confirm_seconds: {e}")
                });
                self
            }
            pub fn deadline<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.deadline = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for deadline: {e}"));
                self
            }
            pub fn downgrade<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.downgrade = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for downgrade: {e}"));
                self
            }
            pub fn force_below<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.force_below = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for force_below: {e}"));
                self
            }
            pub fn least_binary<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.least_binary = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for least_binary: {e}"));
                self
            }
            pub fn store_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.store_url = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for store_url: {e}"));
                self
            }
            pub fn window<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.window = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for window: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Policy> for super::Policy {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Policy,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    activate: value.activate?,
                    ask: value.ask?,
                    confirm_seconds: value.confirm_seconds?,
                    deadline: value.deadline?,
                    downgrade: value.downgrade?,
                    force_below: value.force_below?,
                    least_binary: value.least_binary?,
                    store_url: value.store_url?,
                    window: value.window?,
                })
            }
        }
        impl ::std::convert::From<super::Policy> for Policy {
            fn from(value: super::Policy) -> Self {
                Self {
                    activate: Ok(value.activate),
                    ask: Ok(value.ask),
                    confirm_seconds: Ok(value.confirm_seconds),
                    deadline: Ok(value.deadline),
                    downgrade: Ok(value.downgrade),
                    force_below: Ok(value.force_below),
                    least_binary: Ok(value.least_binary),
                    store_url: Ok(value.store_url),
                    window: Ok(value.window),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Problem {
            detail: ::std::result::Result<::std::string::String, ::std::string::String>,
            field: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            hint: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            request_id: ::std::result::Result<::std::string::String, ::std::string::String>,
            rule: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            status: ::std::result::Result<u32, ::std::string::String>,
            title: ::std::result::Result<::std::string::String, ::std::string::String>,
            type_: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Problem {
            fn default() -> Self {
                Self {
                    detail: Err("no value supplied for detail".to_string()),
                    field: Ok(Default::default()),
                    hint: Ok(Default::default()),
                    request_id: Err("no value supplied for request_id".to_string()),
                    rule: Ok(Default::default()),
                    status: Err("no value supplied for status".to_string()),
                    title: Err("no value supplied for title".to_string()),
                    type_: Err("no value supplied for type_".to_string()),
                }
            }
        }
        impl Problem {
            pub fn detail<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.detail = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for detail: {e}"));
                self
            }
            pub fn field<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.field = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for field: {e}"));
                self
            }
            pub fn hint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.hint = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for hint: {e}"));
                self
            }
            pub fn request_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.request_id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for request_id: {e}"));
                self
            }
            pub fn rule<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.rule = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rule: {e}"));
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for status: {e}"));
                self
            }
            pub fn title<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.title = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for title: {e}"));
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for type_: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Problem> for super::Problem {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Problem,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    detail: value.detail?,
                    field: value.field?,
                    hint: value.hint?,
                    request_id: value.request_id?,
                    rule: value.rule?,
                    status: value.status?,
                    title: value.title?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::Problem> for Problem {
            fn from(value: super::Problem) -> Self {
                Self {
                    detail: Ok(value.detail),
                    field: Ok(value.field),
                    hint: Ok(value.hint),
                    request_id: Ok(value.request_id),
                    rule: Ok(value.rule),
                    status: Ok(value.status),
                    title: Ok(value.title),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PromoteChannel {
            replace: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            share: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            to: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for PromoteChannel {
            fn default() -> Self {
                Self {
                    replace: Ok(Default::default()),
                    share: Ok(Default::default()),
                    to: Err("no value supplied for to".to_string()),
                }
            }
        }
        impl PromoteChannel {
            pub fn replace<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.replace = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replace: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
            pub fn to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for to: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<PromoteChannel> for super::PromoteChannel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PromoteChannel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    replace: value.replace?,
                    share: value.share?,
                    to: value.to?,
                })
            }
        }
        impl ::std::convert::From<super::PromoteChannel> for PromoteChannel {
            fn from(value: super::PromoteChannel) -> Self {
                Self {
                    replace: Ok(value.replace),
                    share: Ok(value.share),
                    to: Ok(value.to),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Publication {
            channel: ::std::result::Result<::std::string::String, ::std::string::String>,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            published: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            revision: ::std::result::Result<u64, ::std::string::String>,
            seq: ::std::result::Result<::std::option::Option<u64>, ::std::string::String>,
            state: ::std::result::Result<super::PublicationStage, ::std::string::String>,
            trouble: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            visible_by: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            wanted: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Publication {
            fn default() -> Self {
                Self {
                    channel: Err("no value supplied for channel".to_string()),
                    id: Err("no value supplied for id".to_string()),
                    published: Ok(Default::default()),
                    revision: Err("no value supplied for revision".to_string()),
                    seq: Ok(Default::default()),
                    state: Err("no value supplied for state".to_string()),
                    trouble: Ok(Default::default()),
                    visible_by: Ok(Default::default()),
                    wanted: Err("no value supplied for wanted".to_string()),
                }
            }
        }
        impl Publication {
            pub fn channel<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.channel = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for channel: {e}"));
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn published<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.published = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for published: {e}"));
                self
            }
            pub fn revision<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.revision = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for revision: {e}"));
                self
            }
            pub fn seq<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u64>>,
                T::Error: ::std::fmt::Display,
            {
                self.seq = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for seq: {e}"));
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::PublicationStage>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for state: {e}"));
                self
            }
            pub fn trouble<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.trouble = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for trouble: {e}"));
                self
            }
            pub fn visible_by<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.visible_by = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for visible_by: {e}"));
                self
            }
            pub fn wanted<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.wanted = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for wanted: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Publication> for super::Publication {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Publication,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    channel: value.channel?,
                    id: value.id?,
                    published: value.published?,
                    revision: value.revision?,
                    seq: value.seq?,
                    state: value.state?,
                    trouble: value.trouble?,
                    visible_by: value.visible_by?,
                    wanted: value.wanted?,
                })
            }
        }
        impl ::std::convert::From<super::Publication> for Publication {
            fn from(value: super::Publication) -> Self {
                Self {
                    channel: Ok(value.channel),
                    id: Ok(value.id),
                    published: Ok(value.published),
                    revision: Ok(value.revision),
                    seq: Ok(value.seq),
                    state: Ok(value.state),
                    trouble: Ok(value.trouble),
                    visible_by: Ok(value.visible_by),
                    wanted: Ok(value.wanted),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RampRelease {
            keep_open: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            to: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for RampRelease {
            fn default() -> Self {
                Self {
                    keep_open: Ok(Default::default()),
                    to: Err("no value supplied for to".to_string()),
                }
            }
        }
        impl RampRelease {
            pub fn keep_open<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.keep_open = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keep_open: {e}"));
                self
            }
            pub fn to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for to: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<RampRelease> for super::RampRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RampRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    keep_open: value.keep_open?,
                    to: value.to?,
                })
            }
        }
        impl ::std::convert::From<super::RampRelease> for RampRelease {
            fn from(value: super::RampRelease) -> Self {
                Self {
                    keep_open: Ok(value.keep_open),
                    to: Ok(value.to),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ReceivedPart {
            etag: ::std::result::Result<::std::string::String, ::std::string::String>,
            number: ::std::result::Result<u32, ::std::string::String>,
            size: ::std::result::Result<u64, ::std::string::String>,
        }
        impl ::std::default::Default for ReceivedPart {
            fn default() -> Self {
                Self {
                    etag: Err("no value supplied for etag".to_string()),
                    number: Err("no value supplied for number".to_string()),
                    size: Err("no value supplied for size".to_string()),
                }
            }
        }
        impl ReceivedPart {
            pub fn etag<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.etag = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for etag: {e}"));
                self
            }
            pub fn number<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.number = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for number: {e}"));
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for size: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<ReceivedPart> for super::ReceivedPart {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ReceivedPart,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    etag: value.etag?,
                    number: value.number?,
                    size: value.size?,
                })
            }
        }
        impl ::std::convert::From<super::ReceivedPart> for ReceivedPart {
            fn from(value: super::ReceivedPart) -> Self {
                Self {
                    etag: Ok(value.etag),
                    number: Ok(value.number),
                    size: Ok(value.size),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Release {
            attempt: ::std::result::Result<u32, ::std::string::String>,
            channel: ::std::result::Result<::std::string::String, ::std::string::String>,
            created: ::std::result::Result<::std::string::String, ::std::string::String>,
            created_by: ::std::result::Result<::std::string::String, ::std::string::String>,
            ended: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            keep_open: ::std::result::Result<bool, ::std::string::String>,
            moved: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            notes: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                ::std::string::String,
            >,
            origin: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            package: ::std::result::Result<::std::string::String, ::std::string::String>,
            policy: ::std::result::Result<super::Policy, ::std::string::String>,
            properties: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
            replaced: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            rule: ::std::result::Result<::std::string::String, ::std::string::String>,
            salt: ::std::result::Result<::std::string::String, ::std::string::String>,
            schedule: ::std::result::Result<
                ::std::option::Option<super::Schedule>,
                ::std::string::String,
            >,
            share: ::std::result::Result<::std::string::String, ::std::string::String>,
            started: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            status: ::std::result::Result<super::ReleaseStatus, ::std::string::String>,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Release {
            fn default() -> Self {
                Self {
                    attempt: Err("no value supplied for attempt".to_string()),
                    channel: Err("no value supplied for channel".to_string()),
                    created: Err("no value supplied for created".to_string()),
                    created_by: Err("no value supplied for created_by".to_string()),
                    ended: Ok(Default::default()),
                    id: Err("no value supplied for id".to_string()),
                    keep_open: Err("no value supplied for keep_open".to_string()),
                    moved: Ok(Default::default()),
                    notes: Err("no value supplied for notes".to_string()),
                    origin: Ok(Default::default()),
                    package: Err("no value supplied for package".to_string()),
                    policy: Err("no value supplied for policy".to_string()),
                    properties: Err("no value supplied for properties".to_string()),
                    replaced: Ok(Default::default()),
                    rule: Err("no value supplied for rule".to_string()),
                    salt: Err("no value supplied for salt".to_string()),
                    schedule: Ok(Default::default()),
                    share: Err("no value supplied for share".to_string()),
                    started: Ok(Default::default()),
                    status: Err("no value supplied for status".to_string()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl Release {
            pub fn attempt<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.attempt = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for attempt: {e}"));
                self
            }
            pub fn channel<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.channel = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for channel: {e}"));
                self
            }
            pub fn created<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for created: {e}"));
                self
            }
            pub fn created_by<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created_by = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for created_by: {e}"));
                self
            }
            pub fn ended<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.ended = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for ended: {e}"));
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn keep_open<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.keep_open = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keep_open: {e}"));
                self
            }
            pub fn moved<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.moved = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for moved: {e}"));
                self
            }
            pub fn notes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.notes = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for notes: {e}"));
                self
            }
            pub fn origin<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.origin = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for origin: {e}"));
                self
            }
            pub fn package<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.package = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for package: {e}"));
                self
            }
            pub fn policy<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::Policy>,
                T::Error: ::std::fmt::Display,
            {
                self.policy = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for policy: {e}"));
                self
            }
            pub fn properties<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.properties = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for properties: {e}"));
                self
            }
            pub fn replaced<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.replaced = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replaced: {e}"));
                self
            }
            pub fn rule<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.rule = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rule: {e}"));
                self
            }
            pub fn salt<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.salt = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for salt: {e}"));
                self
            }
            pub fn schedule<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Schedule>>,
                T::Error: ::std::fmt::Display,
            {
                self.schedule = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for schedule: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
            pub fn started<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.started = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for started: {e}"));
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ReleaseStatus>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for status: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Release> for super::Release {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Release,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    attempt: value.attempt?,
                    channel: value.channel?,
                    created: value.created?,
                    created_by: value.created_by?,
                    ended: value.ended?,
                    id: value.id?,
                    keep_open: value.keep_open?,
                    moved: value.moved?,
                    notes: value.notes?,
                    origin: value.origin?,
                    package: value.package?,
                    policy: value.policy?,
                    properties: value.properties?,
                    replaced: value.replaced?,
                    rule: value.rule?,
                    salt: value.salt?,
                    schedule: value.schedule?,
                    share: value.share?,
                    started: value.started?,
                    status: value.status?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::Release> for Release {
            fn from(value: super::Release) -> Self {
                Self {
                    attempt: Ok(value.attempt),
                    channel: Ok(value.channel),
                    created: Ok(value.created),
                    created_by: Ok(value.created_by),
                    ended: Ok(value.ended),
                    id: Ok(value.id),
                    keep_open: Ok(value.keep_open),
                    moved: Ok(value.moved),
                    notes: Ok(value.notes),
                    origin: Ok(value.origin),
                    package: Ok(value.package),
                    policy: Ok(value.policy),
                    properties: Ok(value.properties),
                    replaced: Ok(value.replaced),
                    rule: Ok(value.rule),
                    salt: Ok(value.salt),
                    schedule: Ok(value.schedule),
                    share: Ok(value.share),
                    started: Ok(value.started),
                    status: Ok(value.status),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ReleaseChange {
            dry_run: ::std::result::Result<bool, ::std::string::String>,
            movements:
                ::std::result::Result<::std::vec::Vec<super::Movement>, ::std::string::String>,
            publications:
                ::std::result::Result<::std::vec::Vec<super::Publication>, ::std::string::String>,
            release:
                ::std::result::Result<::std::option::Option<super::Release>, ::std::string::String>,
            replayed: ::std::result::Result<bool, ::std::string::String>,
        }
        impl ::std::default::Default for ReleaseChange {
            fn default() -> Self {
                Self {
                    dry_run: Err("no value supplied for dry_run".to_string()),
                    movements: Err("no value supplied for movements".to_string()),
                    publications: Err("no value supplied for publications".to_string()),
                    release: Ok(Default::default()),
                    replayed: Err("no value supplied for replayed".to_string()),
                }
            }
        }
        impl ReleaseChange {
            pub fn dry_run<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.dry_run = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dry_run: {e}"));
                self
            }
            pub fn movements<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Movement>>,
                T::Error: ::std::fmt::Display,
            {
                self.movements = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for movements: {e}"));
                self
            }
            pub fn publications<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Publication>>,
                T::Error: ::std::fmt::Display,
            {
                self.publications = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for publications: {e}"));
                self
            }
            pub fn release<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Release>>,
                T::Error: ::std::fmt::Display,
            {
                self.release = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for release: {e}"));
                self
            }
            pub fn replayed<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.replayed = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replayed: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<ReleaseChange> for super::ReleaseChange {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ReleaseChange,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    dry_run: value.dry_run?,
                    movements: value.movements?,
                    publications: value.publications?,
                    release: value.release?,
                    replayed: value.replayed?,
                })
            }
        }
        impl ::std::convert::From<super::ReleaseChange> for ReleaseChange {
            fn from(value: super::ReleaseChange) -> Self {
                Self {
                    dry_run: Ok(value.dry_run),
                    movements: Ok(value.movements),
                    publications: Ok(value.publications),
                    release: Ok(value.release),
                    replayed: Ok(value.replayed),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RevertChannel {
            rule: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            to: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for RevertChannel {
            fn default() -> Self {
                Self {
                    rule: Ok(Default::default()),
                    to: Ok(Default::default()),
                }
            }
        }
        impl RevertChannel {
            pub fn rule<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.rule = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for rule: {e}"));
                self
            }
            pub fn to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for to: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<RevertChannel> for super::RevertChannel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RevertChannel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    rule: value.rule?,
                    to: value.to?,
                })
            }
        }
        impl ::std::convert::From<super::RevertChannel> for RevertChannel {
            fn from(value: super::RevertChannel) -> Self {
                Self {
                    rule: Ok(value.rule),
                    to: Ok(value.to),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RevertRelease {
            to: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for RevertRelease {
            fn default() -> Self {
                Self {
                    to: Ok(Default::default()),
                }
            }
        }
        impl RevertRelease {
            pub fn to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for to: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<RevertRelease> for super::RevertRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RevertRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { to: value.to? })
            }
        }
        impl ::std::convert::From<super::RevertRelease> for RevertRelease {
            fn from(value: super::RevertRelease) -> Self {
                Self { to: Ok(value.to) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RotateKeys {
            package_keys: ::std::result::Result<
                ::std::option::Option<super::PackageKeys>,
                ::std::string::String,
            >,
            roles: ::std::result::Result<::std::vec::Vec<super::KeyRole>, ::std::string::String>,
        }
        impl ::std::default::Default for RotateKeys {
            fn default() -> Self {
                Self {
                    package_keys: Ok(Default::default()),
                    roles: Ok(Default::default()),
                }
            }
        }
        impl RotateKeys {
            pub fn package_keys<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::PackageKeys>>,
                T::Error: ::std::fmt::Display,
            {
                self.package_keys = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for package_keys: {e}"));
                self
            }
            pub fn roles<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::KeyRole>>,
                T::Error: ::std::fmt::Display,
            {
                self.roles = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for roles: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<RotateKeys> for super::RotateKeys {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RotateKeys,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    package_keys: value.package_keys?,
                    roles: value.roles?,
                })
            }
        }
        impl ::std::convert::From<super::RotateKeys> for RotateKeys {
            fn from(value: super::RotateKeys) -> Self {
                Self {
                    package_keys: Ok(value.package_keys),
                    roles: Ok(value.roles),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RowReason {
            bucket: ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
            index: ::std::result::Result<u64, ::std::string::String>,
            matched: ::std::result::Result<bool, ::std::string::String>,
            release: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            why: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for RowReason {
            fn default() -> Self {
                Self {
                    bucket: Ok(Default::default()),
                    index: Err("no value supplied for index".to_string()),
                    matched: Err("no value supplied for matched".to_string()),
                    release: Ok(Default::default()),
                    why: Err("no value supplied for why".to_string()),
                }
            }
        }
        impl RowReason {
            pub fn bucket<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.bucket = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for bucket: {e}"));
                self
            }
            pub fn index<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.index = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for index: {e}"));
                self
            }
            pub fn matched<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.matched = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for matched: {e}"));
                self
            }
            pub fn release<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.release = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for release: {e}"));
                self
            }
            pub fn why<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.why = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for why: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<RowReason> for super::RowReason {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RowReason,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    bucket: value.bucket?,
                    index: value.index?,
                    matched: value.matched?,
                    release: value.release?,
                    why: value.why?,
                })
            }
        }
        impl ::std::convert::From<super::RowReason> for RowReason {
            fn from(value: super::RowReason) -> Self {
                Self {
                    bucket: Ok(value.bucket),
                    index: Ok(value.index),
                    matched: Ok(value.matched),
                    release: Ok(value.release),
                    why: Ok(value.why),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Rule {
            audience: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, super::Matcher>,
                ::std::string::String,
            >,
            concluded:
                ::std::result::Result<::std::vec::Vec<super::Placement>, ::std::string::String>,
            embedded: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            stack: ::std::result::Result<::std::vec::Vec<super::Placement>, ::std::string::String>,
        }
        impl ::std::default::Default for Rule {
            fn default() -> Self {
                Self {
                    audience: Err("no value supplied for audience".to_string()),
                    concluded: Err("no value supplied for concluded".to_string()),
                    embedded: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    stack: Err("no value supplied for stack".to_string()),
                }
            }
        }
        impl Rule {
            pub fn audience<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, super::Matcher>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.audience = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for audience: {e}"));
                self
            }
            pub fn concluded<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Placement>>,
                T::Error: ::std::fmt::Display,
            {
                self.concluded = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for concluded: {e}"));
                self
            }
            pub fn embedded<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.embedded = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for embedded: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn stack<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Placement>>,
                T::Error: ::std::fmt::Display,
            {
                self.stack = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for stack: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Rule> for super::Rule {
            type Error = super::error::ConversionError;
            fn try_from(value: Rule) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    audience: value.audience?,
                    concluded: value.concluded?,
                    embedded: value.embedded?,
                    name: value.name?,
                    stack: value.stack?,
                })
            }
        }
        impl ::std::convert::From<super::Rule> for Rule {
            fn from(value: super::Rule) -> Self {
                Self {
                    audience: Ok(value.audience),
                    concluded: Ok(value.concluded),
                    embedded: Ok(value.embedded),
                    name: Ok(value.name),
                    stack: Ok(value.stack),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RuleStatus {
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            releases:
                ::std::result::Result<::std::vec::Vec<super::PlacedRelease>, ::std::string::String>,
        }
        impl ::std::default::Default for RuleStatus {
            fn default() -> Self {
                Self {
                    name: Err("no value supplied for name".to_string()),
                    releases: Err("no value supplied for releases".to_string()),
                }
            }
        }
        impl RuleStatus {
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn releases<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::PlacedRelease>>,
                T::Error: ::std::fmt::Display,
            {
                self.releases = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for releases: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<RuleStatus> for super::RuleStatus {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RuleStatus,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    name: value.name?,
                    releases: value.releases?,
                })
            }
        }
        impl ::std::convert::From<super::RuleStatus> for RuleStatus {
            fn from(value: super::RuleStatus) -> Self {
                Self {
                    name: Ok(value.name),
                    releases: Ok(value.releases),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Schedule {
            reached: ::std::result::Result<u32, ::std::string::String>,
            stages: ::std::result::Result<::std::vec::Vec<super::Stage>, ::std::string::String>,
            start: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            window: ::std::result::Result<u32, ::std::string::String>,
        }
        impl ::std::default::Default for Schedule {
            fn default() -> Self {
                Self {
                    reached: Err("no value supplied for reached".to_string()),
                    stages: Err("no value supplied for stages".to_string()),
                    start: Ok(Default::default()),
                    window: Err("no value supplied for window".to_string()),
                }
            }
        }
        impl Schedule {
            pub fn reached<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.reached = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for reached: {e}"));
                self
            }
            pub fn stages<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Stage>>,
                T::Error: ::std::fmt::Display,
            {
                self.stages = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for stages: {e}"));
                self
            }
            pub fn start<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.start = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for start: {e}"));
                self
            }
            pub fn window<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.window = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for window: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Schedule> for super::Schedule {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Schedule,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    reached: value.reached?,
                    stages: value.stages?,
                    start: value.start?,
                    window: value.window?,
                })
            }
        }
        impl ::std::convert::From<super::Schedule> for Schedule {
            fn from(value: super::Schedule) -> Self {
                Self {
                    reached: Ok(value.reached),
                    stages: Ok(value.stages),
                    start: Ok(value.start),
                    window: Ok(value.window),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ScheduleRelease {
            stages: ::std::result::Result<::std::vec::Vec<super::Stage>, ::std::string::String>,
            start: ::std::result::Result<::std::string::String, ::std::string::String>,
            window: ::std::result::Result<::std::option::Option<u32>, ::std::string::String>,
        }
        impl ::std::default::Default for ScheduleRelease {
            fn default() -> Self {
                Self {
                    stages: Err("no value supplied for stages".to_string()),
                    start: Err("no value supplied for start".to_string()),
                    window: Ok(Default::default()),
                }
            }
        }
        impl ScheduleRelease {
            pub fn stages<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Stage>>,
                T::Error: ::std::fmt::Display,
            {
                self.stages = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for stages: {e}"));
                self
            }
            pub fn start<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.start = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for start: {e}"));
                self
            }
            pub fn window<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<u32>>,
                T::Error: ::std::fmt::Display,
            {
                self.window = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for window: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<ScheduleRelease> for super::ScheduleRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ScheduleRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    stages: value.stages?,
                    start: value.start?,
                    window: value.window?,
                })
            }
        }
        impl ::std::convert::From<super::ScheduleRelease> for ScheduleRelease {
            fn from(value: super::ScheduleRelease) -> Self {
                Self {
                    stages: Ok(value.stages),
                    start: Ok(value.start),
                    window: Ok(value.window),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Stage {
            after: ::std::result::Result<u32, ::std::string::String>,
            share: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Stage {
            fn default() -> Self {
                Self {
                    after: Err("no value supplied for after".to_string()),
                    share: Err("no value supplied for share".to_string()),
                }
            }
        }
        impl Stage {
            pub fn after<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.after = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for after: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Stage> for super::Stage {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Stage,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    after: value.after?,
                    share: value.share?,
                })
            }
        }
        impl ::std::convert::From<super::Stage> for Stage {
            fn from(value: super::Stage) -> Self {
                Self {
                    after: Ok(value.after),
                    share: Ok(value.share),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct StartRelease {
            replace: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            share: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for StartRelease {
            fn default() -> Self {
                Self {
                    replace: Ok(Default::default()),
                    share: Ok(Default::default()),
                }
            }
        }
        impl StartRelease {
            pub fn replace<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.replace = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for replace: {e}"));
                self
            }
            pub fn share<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.share = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for share: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<StartRelease> for super::StartRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: StartRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    replace: value.replace?,
                    share: value.share?,
                })
            }
        }
        impl ::std::convert::From<super::StartRelease> for StartRelease {
            fn from(value: super::StartRelease) -> Self {
                Self {
                    replace: Ok(value.replace),
                    share: Ok(value.share),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct SupersedeRelease {
            keep_open: ::std::result::Result<::std::option::Option<bool>, ::std::string::String>,
            notes: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                ::std::string::String,
            >,
            package: ::std::result::Result<::std::string::String, ::std::string::String>,
            policy:
                ::std::result::Result<::std::option::Option<super::Policy>, ::std::string::String>,
            properties: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for SupersedeRelease {
            fn default() -> Self {
                Self {
                    keep_open: Ok(Default::default()),
                    notes: Ok(Default::default()),
                    package: Err("no value supplied for package".to_string()),
                    policy: Ok(Default::default()),
                    properties: Ok(Default::default()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl SupersedeRelease {
            pub fn keep_open<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.keep_open = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for keep_open: {e}"));
                self
            }
            pub fn notes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.notes = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for notes: {e}"));
                self
            }
            pub fn package<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.package = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for package: {e}"));
                self
            }
            pub fn policy<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Policy>>,
                T::Error: ::std::fmt::Display,
            {
                self.policy = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for policy: {e}"));
                self
            }
            pub fn properties<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.properties = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for properties: {e}"));
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for version: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<SupersedeRelease> for super::SupersedeRelease {
            type Error = super::error::ConversionError;
            fn try_from(
                value: SupersedeRelease,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    keep_open: value.keep_open?,
                    notes: value.notes?,
                    package: value.package?,
                    policy: value.policy?,
                    properties: value.properties?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::SupersedeRelease> for SupersedeRelease {
            fn from(value: super::SupersedeRelease) -> Self {
                Self {
                    keep_open: Ok(value.keep_open),
                    notes: Ok(value.notes),
                    package: Ok(value.package),
                    policy: Ok(value.policy),
                    properties: Ok(value.properties),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Target {
            length: ::std::result::Result<u64, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            sha256: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Target {
            fn default() -> Self {
                Self {
                    length: Err("no value supplied for length".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    sha256: Err("no value supplied for sha256".to_string()),
                }
            }
        }
        impl Target {
            pub fn length<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.length = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for length: {e}"));
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for name: {e}"));
                self
            }
            pub fn sha256<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.sha256 = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for sha256: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Target> for super::Target {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Target,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    length: value.length?,
                    name: value.name?,
                    sha256: value.sha256?,
                })
            }
        }
        impl ::std::convert::From<super::Target> for Target {
            fn from(value: super::Target) -> Self {
                Self {
                    length: Ok(value.length),
                    name: Ok(value.name),
                    sha256: Ok(value.sha256),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Upload {
            expires: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            parts: ::std::result::Result<::std::vec::Vec<super::UploadPart>, ::std::string::String>,
            received:
                ::std::result::Result<::std::vec::Vec<super::ReceivedPart>, ::std::string::String>,
            status: ::std::result::Result<super::UploadStatus, ::std::string::String>,
        }
        impl ::std::default::Default for Upload {
            fn default() -> Self {
                Self {
                    expires: Ok(Default::default()),
                    id: Ok(Default::default()),
                    parts: Err("no value supplied for parts".to_string()),
                    received: Err("no value supplied for received".to_string()),
                    status: Err("no value supplied for status".to_string()),
                }
            }
        }
        impl Upload {
            pub fn expires<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.expires = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for expires: {e}"));
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn parts<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::UploadPart>>,
                T::Error: ::std::fmt::Display,
            {
                self.parts = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for parts: {e}"));
                self
            }
            pub fn received<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::ReceivedPart>>,
                T::Error: ::std::fmt::Display,
            {
                self.received = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for received: {e}"));
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::UploadStatus>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for status: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<Upload> for super::Upload {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Upload,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    expires: value.expires?,
                    id: value.id?,
                    parts: value.parts?,
                    received: value.received?,
                    status: value.status?,
                })
            }
        }
        impl ::std::convert::From<super::Upload> for Upload {
            fn from(value: super::Upload) -> Self {
                Self {
                    expires: Ok(value.expires),
                    id: Ok(value.id),
                    parts: Ok(value.parts),
                    received: Ok(value.received),
                    status: Ok(value.status),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct UploadPart {
            headers: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                ::std::string::String,
            >,
            number: ::std::result::Result<u32, ::std::string::String>,
            offset: ::std::result::Result<u64, ::std::string::String>,
            size: ::std::result::Result<u64, ::std::string::String>,
            url: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for UploadPart {
            fn default() -> Self {
                Self {
                    headers: Err("no value supplied for headers".to_string()),
                    number: Err("no value supplied for number".to_string()),
                    offset: Err("no value supplied for offset".to_string()),
                    size: Err("no value supplied for size".to_string()),
                    url: Err("no value supplied for url".to_string()),
                }
            }
        }
        impl UploadPart {
            pub fn headers<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
                    >,
                T::Error: ::std::fmt::Display,
            {
                self.headers = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for headers: {e}"));
                self
            }
            pub fn number<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u32>,
                T::Error: ::std::fmt::Display,
            {
                self.number = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for number: {e}"));
                self
            }
            pub fn offset<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.offset = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for offset: {e}"));
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for size: {e}"));
                self
            }
            pub fn url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.url = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for url: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<UploadPart> for super::UploadPart {
            type Error = super::error::ConversionError;
            fn try_from(
                value: UploadPart,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    headers: value.headers?,
                    number: value.number?,
                    offset: value.offset?,
                    size: value.size?,
                    url: value.url?,
                })
            }
        }
        impl ::std::convert::From<super::UploadPart> for UploadPart {
            fn from(value: super::UploadPart) -> Self {
                Self {
                    headers: Ok(value.headers),
                    number: Ok(value.number),
                    offset: Ok(value.offset),
                    size: Ok(value.size),
                    url: Ok(value.url),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct YankPackage {
            now: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            reason: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for YankPackage {
            fn default() -> Self {
                Self {
                    now: Ok(Default::default()),
                    reason: Err("no value supplied for reason".to_string()),
                }
            }
        }
        impl YankPackage {
            pub fn now<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.now = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for now: {e}"));
                self
            }
            pub fn reason<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.reason = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for reason: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<YankPackage> for super::YankPackage {
            type Error = super::error::ConversionError;
            fn try_from(
                value: YankPackage,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    now: value.now?,
                    reason: value.reason?,
                })
            }
        }
        impl ::std::convert::From<super::YankPackage> for YankPackage {
            fn from(value: super::YankPackage) -> Self {
                Self {
                    now: Ok(value.now),
                    reason: Ok(value.reason),
                }
            }
        }
    }
    #[doc = " Error types."]
    pub mod error {
        #[doc = r" Error from a `TryFrom` or `FromStr` implementation."]
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
#[doc = "Client for Wavecast\n\nPublishes releases to devices. Shares are text with a percent sign; times are YYYY-MM-DDTHH:MM:SSZ. Every request that changes something takes Idempotency-Key, If-Match and dry_run, and answers 202 while a publication that it wanted isn't at the edge yet. Every error is a problem (RFC 9457) that names the field, the rule and the way out.\n\nVersion: 1"]
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
}
impl Client {
    #[doc = r" Create a new client."]
    #[doc = r""]
    #[doc = r" `baseurl` is the base URL provided to the internal"]
    #[doc = r" `reqwest::Client`, and should include a scheme and hostname,"]
    #[doc = r" as well as port and a path stem if applicable."]
    pub fn new(baseurl: &str) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new()
                .connect_timeout(dur)
                .timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap())
    }
    #[doc = r" Construct a new client with an existing `reqwest::Client`,"]
    #[doc = r" allowing more control over its configuration."]
    #[doc = r""]
    #[doc = r" `baseurl` is the base URL provided to the internal"]
    #[doc = r" `reqwest::Client`, and should include a scheme and hostname,"]
    #[doc = r" as well as port and a path stem if applicable."]
    pub fn new_with_client(baseurl: &str, client: reqwest::Client) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
        }
    }
}
impl ClientInfo<()> for Client {
    fn api_version() -> &'static str {
        "1"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &() {
        &()
    }
}
impl ClientHooks<()> for &Client {}
impl Client {
    #[doc = "Lists organizations, by name\n\nSends a `GET` request to `/api/v1/orgs`\n\nArguments:\n- `cursor`: Where to go on: `next` of the page before.\n- `limit`: How many at most: 1 to 200, else 50.\n- `sort`: `name`, or `-name` for the last first.\n```text\nlet response = client.list_orgs()\n    .cursor(cursor)\n    .limit(limit)\n    .sort(sort)\n    .send()\n    .await;\n```"]
    pub fn list_orgs(&self) -> builder::ListOrgs<'_> {
        builder::ListOrgs::new(self)
    }
    #[doc = "Creates an organization\n\nSends a `POST` request to `/api/v1/orgs`\n\nArguments:\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.create_org()\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn create_org(&self) -> builder::CreateOrg<'_> {
        builder::CreateOrg::new(self)
    }
    #[doc = "Shows an organization\n\nSends a `GET` request to `/api/v1/orgs/{org}`\n\nArguments:\n- `org`: The organization.\n```text\nlet response = client.get_org()\n    .org(org)\n    .send()\n    .await;\n```"]
    pub fn get_org(&self) -> builder::GetOrg<'_> {
        builder::GetOrg::new(self)
    }
    #[doc = "Lists an organization's applications, by name\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps`\n\nArguments:\n- `org`: The organization.\n- `cursor`: Where to go on: `next` of the page before.\n- `limit`: How many at most: 1 to 200, else 50.\n- `sort`: `name`, or `-name` for the last first.\n```text\nlet response = client.list_apps()\n    .org(org)\n    .cursor(cursor)\n    .limit(limit)\n    .sort(sort)\n    .send()\n    .await;\n```"]
    pub fn list_apps(&self) -> builder::ListApps<'_> {
        builder::ListApps::new(self)
    }
    #[doc = "Creates an application\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps`\n\nArguments:\n- `org`: The organization.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.create_app()\n    .org(org)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn create_app(&self) -> builder::CreateApp<'_> {
        builder::CreateApp::new(self)
    }
    #[doc = "Shows an application\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n```text\nlet response = client.get_app()\n    .org(org)\n    .app(app)\n    .send()\n    .await;\n```"]
    pub fn get_app(&self) -> builder::GetApp<'_> {
        builder::GetApp::new(self)
    }
    #[doc = "Changes an application's settings or dimensions\n\nSends a `PATCH` request to `/api/v1/orgs/{org}/apps/{app}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.edit_app()\n    .org(org)\n    .app(app)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn edit_app(&self) -> builder::EditApp<'_> {
        builder::EditApp::new(self)
    }
    #[doc = "Lists what happened to an application, the newest first. A filtered page may be short with more to come\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/audit`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `actor`: By this actor: `bootstrap`, `system:{function}` or `user:{id}`.\n- `channel`: About this channel.\n- `cursor`: Where to go on: `next` of the page before.\n- `limit`: How many at most: 1 to 200, else 50.\n- `since`: Not before this time.\n- `until`: Not after this time.\n- `verb`: Of this verb.\n```text\nlet response = client.list_events()\n    .org(org)\n    .app(app)\n    .actor(actor)\n    .channel(channel)\n    .cursor(cursor)\n    .limit(limit)\n    .since(since)\n    .until(until)\n    .verb(verb)\n    .send()\n    .await;\n```"]
    pub fn list_events(&self) -> builder::ListEvents<'_> {
        builder::ListEvents::new(self)
    }
    #[doc = "Lists an application's channels, by name\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `cursor`: Where to go on: `next` of the page before.\n- `limit`: How many at most: 1 to 200, else 50.\n- `sort`: `name`, or `-name` for the last first.\n```text\nlet response = client.list_channels()\n    .org(org)\n    .app(app)\n    .cursor(cursor)\n    .limit(limit)\n    .sort(sort)\n    .send()\n    .await;\n```"]
    pub fn list_channels(&self) -> builder::ListChannels<'_> {
        builder::ListChannels::new(self)
    }
    #[doc = "Opens a channel\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.create_channel()\n    .org(org)\n    .app(app)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn create_channel(&self) -> builder::CreateChannel<'_> {
        builder::CreateChannel::new(self)
    }
    #[doc = "Shows a channel\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n```text\nlet response = client.get_channel()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .send()\n    .await;\n```"]
    pub fn get_channel(&self) -> builder::GetChannel<'_> {
        builder::GetChannel::new(self)
    }
    #[doc = "Forgets a channel that moved or retired; its name keeps its number and root\n\nSends a `DELETE` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n```text\nlet response = client.delete_channel()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .send()\n    .await;\n```"]
    pub fn delete_channel(&self) -> builder::DeleteChannel<'_> {
        builder::DeleteChannel::new(self)
    }
    #[doc = "Changes a channel's settings\n\nSends a `PATCH` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.edit_channel()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn edit_channel(&self) -> builder::EditChannel<'_> {
        builder::EditChannel::new(self)
    }
    #[doc = "Lets a fenced channel go on above what its edge holds\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/adopt`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.adopt_channel()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn adopt_channel(&self) -> builder::AdoptChannel<'_> {
        builder::AdoptChannel::new(self)
    }
    #[doc = "Shows what a device must be given to follow a channel\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/device-config`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n```text\nlet response = client.get_device_config()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .send()\n    .await;\n```"]
    pub fn get_device_config(&self) -> builder::GetDeviceConfig<'_> {
        builder::GetDeviceConfig::new(self)
    }
    #[doc = "Explains what a device gets, row by row\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/explain`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `active`: The release that it runs, if it runs one of this channel's.\n- `attribute`: One attribute, `name=value`; may repeat.\n- `id`: The device's id, as it hashes it.\n```text\nlet response = client.explain_device()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .active(active)\n    .attribute(attribute)\n    .id(id)\n    .send()\n    .await;\n```"]
    pub fn explain_device(&self) -> builder::ExplainDevice<'_> {
        builder::ExplainDevice::new(self)
    }
    #[doc = "Rotates a channel's keys; the root that names the new ones follows with the publication\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/keys/rotate`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.rotate_channel_keys()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn rotate_channel_keys(&self) -> builder::RotateChannelKeys<'_> {
        builder::RotateChannelKeys::new(self)
    }
    #[doc = "Sends a channel's devices to another channel of the same application\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/move`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.move_channel()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn move_channel(&self) -> builder::MoveChannel<'_> {
        builder::MoveChannel::new(self)
    }
    #[doc = "Releases in another channel what this one concluded\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/promote`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.promote_channel()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn promote_channel(&self) -> builder::PromoteChannel<'_> {
        builder::PromoteChannel::new(self)
    }
    #[doc = "Lists a channel's publications\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/publications`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `cursor`: Where to go on: `next` of the page before.\n- `limit`: How many at most: 1 to 200, else 50.\n- `sort`: `-created` for the newest first (if not said), `created` for the oldest first.\n```text\nlet response = client.list_publications()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .cursor(cursor)\n    .limit(limit)\n    .sort(sort)\n    .send()\n    .await;\n```"]
    pub fn list_publications(&self) -> builder::ListPublications<'_> {
        builder::ListPublications::new(self)
    }
    #[doc = "Shows a publication, at once or when it is published\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/publications/{id}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `id`: The publication's id.\n- `wait`: Seconds to wait for it to be done, 0 to 20; then its present state is answered.\n```text\nlet response = client.get_publication()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .id(id)\n    .wait(wait)\n    .send()\n    .await;\n```"]
    pub fn get_publication(&self) -> builder::GetPublication<'_> {
        builder::GetPublication::new(self)
    }
    #[doc = "Streams a publication's states until it is published, as server-sent events named `publication`\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/publications/{id}/events`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `id`: The publication's id.\n```text\nlet response = client.stream_publication()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .id(id)\n    .send()\n    .await;\n```"]
    pub fn stream_publication(&self) -> builder::StreamPublication<'_> {
        builder::StreamPublication::new(self)
    }
    #[doc = "Ends a channel; its devices keep what they run\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/retire`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.retire_channel()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn retire_channel(&self) -> builder::RetireChannel<'_> {
        builder::RetireChannel::new(self)
    }
    #[doc = "Returns a channel from its concluded release to the one that it replaced, or to a named one\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/revert`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.revert_channel()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn revert_channel(&self) -> builder::RevertChannel<'_> {
        builder::RevertChannel::new(self)
    }
    #[doc = "Shows how a channel stands: what is placed, what moves, what is at the edge\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/status`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: The channel.\n```text\nlet response = client.get_channel_status()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .send()\n    .await;\n```"]
    pub fn get_channel_status(&self) -> builder::GetChannelStatus<'_> {
        builder::GetChannelStatus::new(self)
    }
    #[doc = "Lists packages, by name and version\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/packages`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `cursor`: Where to go on: `next` of the page before.\n- `limit`: How many at most: 1 to 200, else 50.\n- `name`: Of this name.\n- `sort`: `-version` for the highest first (if not said), `version` for the lowest first.\n```text\nlet response = client.list_packages()\n    .org(org)\n    .app(app)\n    .cursor(cursor)\n    .limit(limit)\n    .name(name)\n    .sort(sort)\n    .send()\n    .await;\n```"]
    pub fn list_packages(&self) -> builder::ListPackages<'_> {
        builder::ListPackages::new(self)
    }
    #[doc = "Creates a package from uploaded files; it is `checking` until its files were verified\n\nThe same name and version with the same content is a success.\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/packages`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.create_package()\n    .org(org)\n    .app(app)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn create_package(&self) -> builder::CreatePackage<'_> {
        builder::CreatePackage::new(self)
    }
    #[doc = "Shows a package, at once or when it is no longer `checking`\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/packages/{name}/{version}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `name`: The package's name.\n- `version`: The package's version.\n- `wait`: Seconds to wait for it to be done, 0 to 20; then its present state is answered.\n```text\nlet response = client.get_package()\n    .org(org)\n    .app(app)\n    .name(name)\n    .version(version)\n    .wait(wait)\n    .send()\n    .await;\n```"]
    pub fn get_package(&self) -> builder::GetPackage<'_> {
        builder::GetPackage::new(self)
    }
    #[doc = "Takes a package out of use: no release, promotion or fallback may use it any more\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/packages/{name}/{version}/yank`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `name`: The package's name.\n- `version`: The package's version.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.yank_package()\n    .org(org)\n    .app(app)\n    .name(name)\n    .version(version)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn yank_package(&self) -> builder::YankPackage<'_> {
        builder::YankPackage::new(self)
    }
    #[doc = "Lists releases\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/releases`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `channel`: Of this channel.\n- `cursor`: Where to go on: `next` of the page before.\n- `limit`: How many at most: 1 to 200, else 50.\n- `sort`: `-created` for the newest first (if not said), `created` for the oldest first.\n- `status`: Of this status.\n```text\nlet response = client.list_releases()\n    .org(org)\n    .app(app)\n    .channel(channel)\n    .cursor(cursor)\n    .limit(limit)\n    .sort(sort)\n    .status(status)\n    .send()\n    .await;\n```"]
    pub fn list_releases(&self) -> builder::ListReleases<'_> {
        builder::ListReleases::new(self)
    }
    #[doc = "Creates a release: a draft, or one that starts at once\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.create_release()\n    .org(org)\n    .app(app)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn create_release(&self) -> builder::CreateRelease<'_> {
        builder::CreateRelease::new(self)
    }
    #[doc = "Shows a release\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n```text\nlet response = client.get_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .send()\n    .await;\n```"]
    pub fn get_release(&self) -> builder::GetRelease<'_> {
        builder::GetRelease::new(self)
    }
    #[doc = "Deletes a draft or a missed release\n\nSends a `DELETE` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n```text\nlet response = client.delete_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .send()\n    .await;\n```"]
    pub fn delete_release(&self) -> builder::DeleteRelease<'_> {
        builder::DeleteRelease::new(self)
    }
    #[doc = "Changes a draft\n\nSends a `PATCH` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.edit_release_draft()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn edit_release_draft(&self) -> builder::EditReleaseDraft<'_> {
        builder::EditReleaseDraft::new(self)
    }
    #[doc = "Stops a release: everybody returns to what is beneath, or who has it keeps it\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/abort`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.abort_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn abort_release(&self) -> builder::AbortRelease<'_> {
        builder::AbortRelease::new(self)
    }
    #[doc = "Makes a new draft like this release\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/clone`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.clone_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn clone_release(&self) -> builder::CloneRelease<'_> {
        builder::CloneRelease::new(self)
    }
    #[doc = "Concludes a release: it reaches everybody, and what is beneath goes\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/conclude`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.conclude_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn conclude_release(&self) -> builder::ConcludeRelease<'_> {
        builder::ConcludeRelease::new(self)
    }
    #[doc = "Holds a release: whoever has it keeps it, nobody new gets it\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/pause`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.pause_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn pause_release(&self) -> builder::PauseRelease<'_> {
        builder::PauseRelease::new(self)
    }
    #[doc = "Reaches more of the audience; 100 % concludes, unless it is to stay open\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/ramp`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.ramp_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn ramp_release(&self) -> builder::RampRelease<'_> {
        builder::RampRelease::new(self)
    }
    #[doc = "Opens a paused release again\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/resume`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.resume_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn resume_release(&self) -> builder::ResumeRelease<'_> {
        builder::ResumeRelease::new(self)
    }
    #[doc = "Lets devices on which a release failed try it again\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/retry`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.retry_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn retry_release(&self) -> builder::RetryRelease<'_> {
        builder::RetryRelease::new(self)
    }
    #[doc = "Takes a concluded release back, to the one that it replaced or to a named one\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/revert`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.revert_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn revert_release(&self) -> builder::RevertRelease<'_> {
        builder::RevertRelease::new(self)
    }
    #[doc = "Lets a draft start and grow by itself\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/schedule`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.schedule_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn schedule_release(&self) -> builder::ScheduleRelease<'_> {
        builder::ScheduleRelease::new(self)
    }
    #[doc = "Starts a draft or a missed release\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/start`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.start_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn start_release(&self) -> builder::StartRelease<'_> {
        builder::StartRelease::new(self)
    }
    #[doc = "Puts another package in the place of an active or paused release, with its salt and share\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/supersede`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.supersede_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn supersede_release(&self) -> builder::SupersedeRelease<'_> {
        builder::SupersedeRelease::new(self)
    }
    #[doc = "Makes a scheduled release a draft again\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/unschedule`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The release's id.\n- `dry_run`: Decide and answer, commit nothing.\n- `idempotency_key`: 1 to 128 printable ASCII characters without spaces: the same key and request are done once.\n- `if_match`: The ETag that the channel (or application) must still have.\n- `body`\n```text\nlet response = client.unschedule_release()\n    .org(org)\n    .app(app)\n    .id(id)\n    .dry_run(dry_run)\n    .idempotency_key(idempotency_key)\n    .if_match(if_match)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn unschedule_release(&self) -> builder::UnscheduleRelease<'_> {
        builder::UnscheduleRelease::new(self)
    }
    #[doc = "Begins an upload, or goes on with the one of the same file and tells what arrived; `ready` when the file is here already\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/uploads`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `body`\n```text\nlet response = client.begin_upload()\n    .org(org)\n    .app(app)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn begin_upload(&self) -> builder::BeginUpload<'_> {
        builder::BeginUpload::new(self)
    }
    #[doc = "Shows an unfinished upload: what arrived, and all parts with new URLs\n\nSends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/uploads/{id}`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The upload's id.\n```text\nlet response = client.get_upload()\n    .org(org)\n    .app(app)\n    .id(id)\n    .send()\n    .await;\n```"]
    pub fn get_upload(&self) -> builder::GetUpload<'_> {
        builder::GetUpload::new(self)
    }
    #[doc = "Joins an upload's parts and verifies size and hash; a wrong one leaves nothing behind\n\nSends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/uploads/{id}/complete`\n\nArguments:\n- `org`: The organization.\n- `app`: The application.\n- `id`: The upload's id.\n- `body`\n```text\nlet response = client.complete_upload()\n    .org(org)\n    .app(app)\n    .id(id)\n    .body(body)\n    .send()\n    .await;\n```"]
    pub fn complete_upload(&self) -> builder::CompleteUpload<'_> {
        builder::CompleteUpload::new(self)
    }
    #[doc = "Says that the server lives\n\nSends a `GET` request to `/healthz`\n\n```text\nlet response = client.get_health()\n    .send()\n    .await;\n```"]
    pub fn get_health(&self) -> builder::GetHealth<'_> {
        builder::GetHealth::new(self)
    }
    #[doc = "Says that the server can work: it reads the ledger\n\nSends a `GET` request to `/readyz`\n\n```text\nlet response = client.get_readiness()\n    .send()\n    .await;\n```"]
    pub fn get_readiness(&self) -> builder::GetReadiness<'_> {
        builder::GetReadiness::new(self)
    }
}
#[doc = r" Types for composing operation parameters."]
#[allow(clippy::all)]
pub mod builder {
    use super::types;
    #[allow(unused_imports)]
    use super::{
        ByteStream, ClientHooks, ClientInfo, Error, OperationInfo, RequestBuilderExt,
        ResponseValue, encode_path,
    };
    #[doc = "Builder for [`Client::list_orgs`]\n\n[`Client::list_orgs`]: super::Client::list_orgs"]
    #[derive(Debug, Clone)]
    pub struct ListOrgs<'a> {
        client: &'a super::Client,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<u64>, String>,
        sort: Result<Option<types::ListOrgsSort>, String>,
    }
    impl<'a> ListOrgs<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                cursor: Ok(None),
                limit: Ok(None),
                sort: Ok(None),
            }
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for cursor failed".to_string()
            });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for limit failed".to_string());
            self
        }
        pub fn sort<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ListOrgsSort>,
        {
            self.sort = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `ListOrgsSort` for sort failed".to_string());
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs`"]
        pub async fn send(self) -> Result<ResponseValue<types::PageOrg>, Error<types::Problem>> {
            let Self {
                client,
                cursor,
                limit,
                sort,
            } = self;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let sort = sort.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/orgs", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("sort", &sort))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_orgs",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::create_org`]\n\n[`Client::create_org`]: super::Client::create_org"]
    #[derive(Debug, Clone)]
    pub struct CreateOrg<'a> {
        client: &'a super::Client,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::CreateOrg, String>,
    }
    impl<'a> CreateOrg<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateOrg>,
            <V as std::convert::TryInto<types::CreateOrg>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `CreateOrg` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::CreateOrg) -> types::builder::CreateOrg,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs`"]
        pub async fn send(self) -> Result<ResponseValue<types::OrgChange>, Error<types::Problem>> {
            let Self {
                client,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::CreateOrg::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/orgs", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_org",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_org`]\n\n[`Client::get_org`]: super::Client::get_org"]
    #[derive(Debug, Clone)]
    pub struct GetOrg<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
    }
    impl<'a> GetOrg<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}`"]
        pub async fn send(self) -> Result<ResponseValue<types::Org>, Error<types::Problem>> {
            let Self { client, org } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}",
                client.baseurl,
                encode_path(&org.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_org",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::list_apps`]\n\n[`Client::list_apps`]: super::Client::list_apps"]
    #[derive(Debug, Clone)]
    pub struct ListApps<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<u64>, String>,
        sort: Result<Option<types::ListAppsSort>, String>,
    }
    impl<'a> ListApps<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                cursor: Ok(None),
                limit: Ok(None),
                sort: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for cursor failed".to_string()
            });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for limit failed".to_string());
            self
        }
        pub fn sort<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ListAppsSort>,
        {
            self.sort = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `ListAppsSort` for sort failed".to_string());
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps`"]
        pub async fn send(self) -> Result<ResponseValue<types::PageApp>, Error<types::Problem>> {
            let Self {
                client,
                org,
                cursor,
                limit,
                sort,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let sort = sort.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps",
                client.baseurl,
                encode_path(&org.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("sort", &sort))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_apps",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::create_app`]\n\n[`Client::create_app`]: super::Client::create_app"]
    #[derive(Debug, Clone)]
    pub struct CreateApp<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::CreateApp, String>,
    }
    impl<'a> CreateApp<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateApp>,
            <V as std::convert::TryInto<types::CreateApp>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `CreateApp` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::CreateApp) -> types::builder::CreateApp,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps`"]
        pub async fn send(self) -> Result<ResponseValue<types::AppChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::CreateApp::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps",
                client.baseurl,
                encode_path(&org.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_app",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_app`]\n\n[`Client::get_app`]: super::Client::get_app"]
    #[derive(Debug, Clone)]
    pub struct GetApp<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
    }
    impl<'a> GetApp<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}`"]
        pub async fn send(self) -> Result<ResponseValue<types::App>, Error<types::Problem>> {
            let Self { client, org, app } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_app",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::edit_app`]\n\n[`Client::edit_app`]: super::Client::edit_app"]
    #[derive(Debug, Clone)]
    pub struct EditApp<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::EditApp, String>,
    }
    impl<'a> EditApp<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::EditApp>,
            <V as std::convert::TryInto<types::EditApp>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `EditApp` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::EditApp) -> types::builder::EditApp,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `PATCH` request to `/api/v1/orgs/{org}/apps/{app}`"]
        pub async fn send(self) -> Result<ResponseValue<types::AppChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::EditApp::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "edit_app",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::list_events`]\n\n[`Client::list_events`]: super::Client::list_events"]
    #[derive(Debug, Clone)]
    pub struct ListEvents<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        actor: Result<Option<::std::string::String>, String>,
        channel: Result<Option<::std::string::String>, String>,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<u64>, String>,
        since: Result<Option<::std::string::String>, String>,
        until: Result<Option<::std::string::String>, String>,
        verb: Result<Option<::std::string::String>, String>,
    }
    impl<'a> ListEvents<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                actor: Ok(None),
                channel: Ok(None),
                cursor: Ok(None),
                limit: Ok(None),
                since: Ok(None),
                until: Ok(None),
                verb: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn actor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.actor = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for actor failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for cursor failed".to_string()
            });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for limit failed".to_string());
            self
        }
        pub fn since<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.since = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for since failed".to_string()
            });
            self
        }
        pub fn until<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.until = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for until failed".to_string()
            });
            self
        }
        pub fn verb<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.verb = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for verb failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/audit`"]
        pub async fn send(self) -> Result<ResponseValue<types::PageEvent>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                actor,
                channel,
                cursor,
                limit,
                since,
                until,
                verb,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let actor = actor.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let since = since.map_err(Error::InvalidRequest)?;
            let until = until.map_err(Error::InvalidRequest)?;
            let verb = verb.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/audit",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("actor", &actor))
                .query(&progenitor_client::QueryParam::new("channel", &channel))
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("since", &since))
                .query(&progenitor_client::QueryParam::new("until", &until))
                .query(&progenitor_client::QueryParam::new("verb", &verb))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_events",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::list_channels`]\n\n[`Client::list_channels`]: super::Client::list_channels"]
    #[derive(Debug, Clone)]
    pub struct ListChannels<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<u64>, String>,
        sort: Result<Option<types::ListChannelsSort>, String>,
    }
    impl<'a> ListChannels<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                cursor: Ok(None),
                limit: Ok(None),
                sort: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for cursor failed".to_string()
            });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for limit failed".to_string());
            self
        }
        pub fn sort<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ListChannelsSort>,
        {
            self.sort = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `ListChannelsSort` for sort failed".to_string());
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::PageAppChannel>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                cursor,
                limit,
                sort,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let sort = sort.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("sort", &sort))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_channels",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::create_channel`]\n\n[`Client::create_channel`]: super::Client::create_channel"]
    #[derive(Debug, Clone)]
    pub struct CreateChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::CreateChannel, String>,
    }
    impl<'a> CreateChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateChannel>,
            <V as std::convert::TryInto<types::CreateChannel>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `CreateChannel` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::CreateChannel) -> types::builder::CreateChannel,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ChannelChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::CreateChannel::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_channel`]\n\n[`Client::get_channel`]: super::Client::get_channel"]
    #[derive(Debug, Clone)]
    pub struct GetChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
    }
    impl<'a> GetChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}`"]
        pub async fn send(self) -> Result<ResponseValue<types::Channel>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::delete_channel`]\n\n[`Client::delete_channel`]: super::Client::delete_channel"]
    #[derive(Debug, Clone)]
    pub struct DeleteChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
    }
    impl<'a> DeleteChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        #[doc = "Sends a `DELETE` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ChannelChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                dry_run,
                idempotency_key,
                if_match,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::edit_channel`]\n\n[`Client::edit_channel`]: super::Client::edit_channel"]
    #[derive(Debug, Clone)]
    pub struct EditChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::EditChannel, String>,
    }
    impl<'a> EditChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::EditChannel>,
            <V as std::convert::TryInto<types::EditChannel>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `EditChannel` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::EditChannel) -> types::builder::EditChannel,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `PATCH` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ChannelChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::EditChannel::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "edit_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::adopt_channel`]\n\n[`Client::adopt_channel`]: super::Client::adopt_channel"]
    #[derive(Debug, Clone)]
    pub struct AdoptChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::Nothing, String>,
    }
    impl<'a> AdoptChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Nothing>,
            <V as std::convert::TryInto<types::Nothing>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `Nothing` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::Nothing) -> types::builder::Nothing,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/adopt`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ChannelChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::Nothing::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/adopt",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "adopt_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_device_config`]\n\n[`Client::get_device_config`]: super::Client::get_device_config"]
    #[derive(Debug, Clone)]
    pub struct GetDeviceConfig<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
    }
    impl<'a> GetDeviceConfig<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/device-config`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::DeviceConfig>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/device-config",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_device_config",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::explain_device`]\n\n[`Client::explain_device`]: super::Client::explain_device"]
    #[derive(Debug, Clone)]
    pub struct ExplainDevice<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        active: Result<Option<::std::string::String>, String>,
        attribute: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        id: Result<::std::string::String, String>,
    }
    impl<'a> ExplainDevice<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                active: Ok(None),
                attribute: Ok(None),
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn active<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.active = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for active failed".to_string()
            });
            self
        }
        pub fn attribute<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self . attribute = value . try_into () . map (Some) . map_err (| _ | "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for attribute failed" . to_string ()) ;
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/explain`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Explanation>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                active,
                attribute,
                id,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let active = active.map_err(Error::InvalidRequest)?;
            let attribute = attribute.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/explain",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("active", &active))
                .query(&progenitor_client::QueryParam::new("attribute", &attribute))
                .query(&progenitor_client::QueryParam::new("id", &id))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "explain_device",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::rotate_channel_keys`]\n\n[`Client::rotate_channel_keys`]: super::Client::rotate_channel_keys"]
    #[derive(Debug, Clone)]
    pub struct RotateChannelKeys<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::RotateKeys, String>,
    }
    impl<'a> RotateChannelKeys<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::RotateKeys>,
            <V as std::convert::TryInto<types::RotateKeys>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `RotateKeys` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::RotateKeys) -> types::builder::RotateKeys,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/keys/rotate`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ChannelChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::RotateKeys::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/keys/rotate",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "rotate_channel_keys",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::move_channel`]\n\n[`Client::move_channel`]: super::Client::move_channel"]
    #[derive(Debug, Clone)]
    pub struct MoveChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::MoveChannel, String>,
    }
    impl<'a> MoveChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::MoveChannel>,
            <V as std::convert::TryInto<types::MoveChannel>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `MoveChannel` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::MoveChannel) -> types::builder::MoveChannel,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/move`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ChannelChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::MoveChannel::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/move",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "move_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::promote_channel`]\n\n[`Client::promote_channel`]: super::Client::promote_channel"]
    #[derive(Debug, Clone)]
    pub struct PromoteChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::PromoteChannel, String>,
    }
    impl<'a> PromoteChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::PromoteChannel>,
            <V as std::convert::TryInto<types::PromoteChannel>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `PromoteChannel` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::PromoteChannel) -> types::builder::PromoteChannel,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/promote`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::PromoteChannel::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/promote",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "promote_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::list_publications`]\n\n[`Client::list_publications`]: super::Client::list_publications"]
    #[derive(Debug, Clone)]
    pub struct ListPublications<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<u64>, String>,
        sort: Result<Option<types::ListPublicationsSort>, String>,
    }
    impl<'a> ListPublications<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                cursor: Ok(None),
                limit: Ok(None),
                sort: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for cursor failed".to_string()
            });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for limit failed".to_string());
            self
        }
        pub fn sort<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ListPublicationsSort>,
        {
            self.sort = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `ListPublicationsSort` for sort failed".to_string());
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/publications`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::PagePublication>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                cursor,
                limit,
                sort,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let sort = sort.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/publications",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("sort", &sort))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_publications",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_publication`]\n\n[`Client::get_publication`]: super::Client::get_publication"]
    #[derive(Debug, Clone)]
    pub struct GetPublication<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        wait: Result<Option<u64>, String>,
    }
    impl<'a> GetPublication<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                wait: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn wait<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.wait = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for wait failed".to_string());
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/publications/{id}`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Publication>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                id,
                wait,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let wait = wait.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/publications/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("wait", &wait))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_publication",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::stream_publication`]\n\n[`Client::stream_publication`]: super::Client::stream_publication"]
    #[derive(Debug, Clone)]
    pub struct StreamPublication<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
    }
    impl<'a> StreamPublication<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/publications/{id}/events`"]
        pub async fn send(self) -> Result<ResponseValue<ByteStream>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                id,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/publications/{}/events",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "stream_publication",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => Ok(ResponseValue::stream(response)),
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::retire_channel`]\n\n[`Client::retire_channel`]: super::Client::retire_channel"]
    #[derive(Debug, Clone)]
    pub struct RetireChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::Nothing, String>,
    }
    impl<'a> RetireChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Nothing>,
            <V as std::convert::TryInto<types::Nothing>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `Nothing` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::Nothing) -> types::builder::Nothing,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/retire`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ChannelChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::Nothing::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/retire",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "retire_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::revert_channel`]\n\n[`Client::revert_channel`]: super::Client::revert_channel"]
    #[derive(Debug, Clone)]
    pub struct RevertChannel<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::RevertChannel, String>,
    }
    impl<'a> RevertChannel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::RevertChannel>,
            <V as std::convert::TryInto<types::RevertChannel>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `RevertChannel` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::RevertChannel) -> types::builder::RevertChannel,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/revert`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::RevertChannel::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/revert",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "revert_channel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_channel_status`]\n\n[`Client::get_channel_status`]: super::Client::get_channel_status"]
    #[derive(Debug, Clone)]
    pub struct GetChannelStatus<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<::std::string::String, String>,
    }
    impl<'a> GetChannelStatus<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Err("channel was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/channels/{channel}/status`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ChannelStatus>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/channels/{}/status",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&channel.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_channel_status",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::list_packages`]\n\n[`Client::list_packages`]: super::Client::list_packages"]
    #[derive(Debug, Clone)]
    pub struct ListPackages<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<u64>, String>,
        name: Result<Option<::std::string::String>, String>,
        sort: Result<Option<types::ListPackagesSort>, String>,
    }
    impl<'a> ListPackages<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                cursor: Ok(None),
                limit: Ok(None),
                name: Ok(None),
                sort: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for cursor failed".to_string()
            });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for limit failed".to_string());
            self
        }
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.name = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for name failed".to_string()
            });
            self
        }
        pub fn sort<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ListPackagesSort>,
        {
            self.sort = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `ListPackagesSort` for sort failed".to_string());
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/packages`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::PagePackage>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                cursor,
                limit,
                name,
                sort,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let name = name.map_err(Error::InvalidRequest)?;
            let sort = sort.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/packages",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("name", &name))
                .query(&progenitor_client::QueryParam::new("sort", &sort))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_packages",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::create_package`]\n\n[`Client::create_package`]: super::Client::create_package"]
    #[derive(Debug, Clone)]
    pub struct CreatePackage<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::CreatePackage, String>,
    }
    impl<'a> CreatePackage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreatePackage>,
            <V as std::convert::TryInto<types::CreatePackage>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `CreatePackage` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::CreatePackage) -> types::builder::CreatePackage,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/packages`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::PackageChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::CreatePackage::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/packages",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_package",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_package`]\n\n[`Client::get_package`]: super::Client::get_package"]
    #[derive(Debug, Clone)]
    pub struct GetPackage<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        name: Result<::std::string::String, String>,
        version: Result<::std::string::String, String>,
        wait: Result<Option<u64>, String>,
    }
    impl<'a> GetPackage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                name: Err("name was not initialized".to_string()),
                version: Err("version was not initialized".to_string()),
                wait: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.name = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for name failed".to_string()
            });
            self
        }
        pub fn version<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.version = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for version failed".to_string()
            });
            self
        }
        pub fn wait<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.wait = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for wait failed".to_string());
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/packages/{name}/{version}`"]
        pub async fn send(self) -> Result<ResponseValue<types::Package>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                name,
                version,
                wait,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let name = name.map_err(Error::InvalidRequest)?;
            let version = version.map_err(Error::InvalidRequest)?;
            let wait = wait.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/packages/{}/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&name.to_string()),
                encode_path(&version.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("wait", &wait))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_package",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::yank_package`]\n\n[`Client::yank_package`]: super::Client::yank_package"]
    #[derive(Debug, Clone)]
    pub struct YankPackage<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        name: Result<::std::string::String, String>,
        version: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::YankPackage, String>,
    }
    impl<'a> YankPackage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                name: Err("name was not initialized".to_string()),
                version: Err("version was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.name = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for name failed".to_string()
            });
            self
        }
        pub fn version<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.version = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for version failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::YankPackage>,
            <V as std::convert::TryInto<types::YankPackage>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `YankPackage` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::YankPackage) -> types::builder::YankPackage,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/packages/{name}/{version}/yank`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::PackageChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                name,
                version,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let name = name.map_err(Error::InvalidRequest)?;
            let version = version.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::YankPackage::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/packages/{}/{}/yank",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&name.to_string()),
                encode_path(&version.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "yank_package",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::list_releases`]\n\n[`Client::list_releases`]: super::Client::list_releases"]
    #[derive(Debug, Clone)]
    pub struct ListReleases<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        channel: Result<Option<::std::string::String>, String>,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<u64>, String>,
        sort: Result<Option<types::ListReleasesSort>, String>,
        status: Result<Option<types::ReleaseStatus>, String>,
    }
    impl<'a> ListReleases<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                channel: Ok(None),
                cursor: Ok(None),
                limit: Ok(None),
                sort: Ok(None),
                status: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn channel<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.channel = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for channel failed".to_string()
            });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for cursor failed".to_string()
            });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for limit failed".to_string());
            self
        }
        pub fn sort<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ListReleasesSort>,
        {
            self.sort = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `ListReleasesSort` for sort failed".to_string());
            self
        }
        pub fn status<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ReleaseStatus>,
        {
            self.status = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `ReleaseStatus` for status failed".to_string());
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/releases`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::PageRelease>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                channel,
                cursor,
                limit,
                sort,
                status,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let channel = channel.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let sort = sort.map_err(Error::InvalidRequest)?;
            let status = status.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("channel", &channel))
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("sort", &sort))
                .query(&progenitor_client::QueryParam::new("status", &status))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_releases",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::create_release`]\n\n[`Client::create_release`]: super::Client::create_release"]
    #[derive(Debug, Clone)]
    pub struct CreateRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::CreateRelease, String>,
    }
    impl<'a> CreateRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateRelease>,
            <V as std::convert::TryInto<types::CreateRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `CreateRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::CreateRelease) -> types::builder::CreateRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::CreateRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_release`]\n\n[`Client::get_release`]: super::Client::get_release"]
    #[derive(Debug, Clone)]
    pub struct GetRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
    }
    impl<'a> GetRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}`"]
        pub async fn send(self) -> Result<ResponseValue<types::Release>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::delete_release`]\n\n[`Client::delete_release`]: super::Client::delete_release"]
    #[derive(Debug, Clone)]
    pub struct DeleteRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
    }
    impl<'a> DeleteRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        #[doc = "Sends a `DELETE` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::edit_release_draft`]\n\n[`Client::edit_release_draft`]: super::Client::edit_release_draft"]
    #[derive(Debug, Clone)]
    pub struct EditReleaseDraft<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::EditRelease, String>,
    }
    impl<'a> EditReleaseDraft<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::EditRelease>,
            <V as std::convert::TryInto<types::EditRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `EditRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::EditRelease) -> types::builder::EditRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `PATCH` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::EditRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "edit_release_draft",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::abort_release`]\n\n[`Client::abort_release`]: super::Client::abort_release"]
    #[derive(Debug, Clone)]
    pub struct AbortRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::AbortRelease, String>,
    }
    impl<'a> AbortRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::AbortRelease>,
            <V as std::convert::TryInto<types::AbortRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `AbortRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::AbortRelease) -> types::builder::AbortRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/abort`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::AbortRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/abort",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "abort_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::clone_release`]\n\n[`Client::clone_release`]: super::Client::clone_release"]
    #[derive(Debug, Clone)]
    pub struct CloneRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::CloneRelease, String>,
    }
    impl<'a> CloneRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CloneRelease>,
            <V as std::convert::TryInto<types::CloneRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `CloneRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::CloneRelease) -> types::builder::CloneRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/clone`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::CloneRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/clone",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "clone_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::conclude_release`]\n\n[`Client::conclude_release`]: super::Client::conclude_release"]
    #[derive(Debug, Clone)]
    pub struct ConcludeRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::Nothing, String>,
    }
    impl<'a> ConcludeRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Nothing>,
            <V as std::convert::TryInto<types::Nothing>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `Nothing` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::Nothing) -> types::builder::Nothing,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/conclude`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::Nothing::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/conclude",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "conclude_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::pause_release`]\n\n[`Client::pause_release`]: super::Client::pause_release"]
    #[derive(Debug, Clone)]
    pub struct PauseRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::Nothing, String>,
    }
    impl<'a> PauseRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Nothing>,
            <V as std::convert::TryInto<types::Nothing>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `Nothing` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::Nothing) -> types::builder::Nothing,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/pause`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::Nothing::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/pause",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "pause_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::ramp_release`]\n\n[`Client::ramp_release`]: super::Client::ramp_release"]
    #[derive(Debug, Clone)]
    pub struct RampRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::RampRelease, String>,
    }
    impl<'a> RampRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::RampRelease>,
            <V as std::convert::TryInto<types::RampRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `RampRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::RampRelease) -> types::builder::RampRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/ramp`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::RampRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/ramp",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "ramp_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::resume_release`]\n\n[`Client::resume_release`]: super::Client::resume_release"]
    #[derive(Debug, Clone)]
    pub struct ResumeRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::Nothing, String>,
    }
    impl<'a> ResumeRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Nothing>,
            <V as std::convert::TryInto<types::Nothing>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `Nothing` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::Nothing) -> types::builder::Nothing,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/resume`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::Nothing::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/resume",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "resume_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::retry_release`]\n\n[`Client::retry_release`]: super::Client::retry_release"]
    #[derive(Debug, Clone)]
    pub struct RetryRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::Nothing, String>,
    }
    impl<'a> RetryRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Nothing>,
            <V as std::convert::TryInto<types::Nothing>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `Nothing` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::Nothing) -> types::builder::Nothing,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/retry`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::Nothing::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/retry",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "retry_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::revert_release`]\n\n[`Client::revert_release`]: super::Client::revert_release"]
    #[derive(Debug, Clone)]
    pub struct RevertRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::RevertRelease, String>,
    }
    impl<'a> RevertRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::RevertRelease>,
            <V as std::convert::TryInto<types::RevertRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `RevertRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::RevertRelease) -> types::builder::RevertRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/revert`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::RevertRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/revert",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "revert_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::schedule_release`]\n\n[`Client::schedule_release`]: super::Client::schedule_release"]
    #[derive(Debug, Clone)]
    pub struct ScheduleRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::ScheduleRelease, String>,
    }
    impl<'a> ScheduleRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ScheduleRelease>,
            <V as std::convert::TryInto<types::ScheduleRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `ScheduleRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::ScheduleRelease) -> types::builder::ScheduleRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/schedule`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::ScheduleRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/schedule",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "schedule_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::start_release`]\n\n[`Client::start_release`]: super::Client::start_release"]
    #[derive(Debug, Clone)]
    pub struct StartRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::StartRelease, String>,
    }
    impl<'a> StartRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::StartRelease>,
            <V as std::convert::TryInto<types::StartRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `StartRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::StartRelease) -> types::builder::StartRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/start`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::StartRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/start",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "start_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::supersede_release`]\n\n[`Client::supersede_release`]: super::Client::supersede_release"]
    #[derive(Debug, Clone)]
    pub struct SupersedeRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::SupersedeRelease, String>,
    }
    impl<'a> SupersedeRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::SupersedeRelease>,
            <V as std::convert::TryInto<types::SupersedeRelease>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `SupersedeRelease` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                    types::builder::SupersedeRelease,
                ) -> types::builder::SupersedeRelease,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/supersede`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::SupersedeRelease::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/supersede",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "supersede_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::unschedule_release`]\n\n[`Client::unschedule_release`]: super::Client::unschedule_release"]
    #[derive(Debug, Clone)]
    pub struct UnscheduleRelease<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        if_match: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::Nothing, String>,
    }
    impl<'a> UnscheduleRelease<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
                if_match: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for idempotency_key failed".to_string()
            });
            self
        }
        pub fn if_match<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.if_match = value.try_into().map(Some).map_err(|_| {
                "conversion to `:: std :: string :: String` for if_match failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Nothing>,
            <V as std::convert::TryInto<types::Nothing>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `Nothing` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::Nothing) -> types::builder::Nothing,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/releases/{id}/unschedule`"]
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReleaseChange>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                dry_run,
                idempotency_key,
                if_match,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let if_match = if_match.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::Nothing::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/releases/{}/unschedule",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            if let Some(value) = idempotency_key {
                header_map.append("idempotency-key", value.to_string().try_into()?);
            }
            if let Some(value) = if_match {
                header_map.append("if-match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "unschedule_release",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                202u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::begin_upload`]\n\n[`Client::begin_upload`]: super::Client::begin_upload"]
    #[derive(Debug, Clone)]
    pub struct BeginUpload<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        body: Result<types::builder::BeginUpload, String>,
    }
    impl<'a> BeginUpload<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::BeginUpload>,
            <V as std::convert::TryInto<types::BeginUpload>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `BeginUpload` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::BeginUpload) -> types::builder::BeginUpload,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/uploads`"]
        pub async fn send(self) -> Result<ResponseValue<types::Upload>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::BeginUpload::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/uploads",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "begin_upload",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_upload`]\n\n[`Client::get_upload`]: super::Client::get_upload"]
    #[derive(Debug, Clone)]
    pub struct GetUpload<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
    }
    impl<'a> GetUpload<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        #[doc = "Sends a `GET` request to `/api/v1/orgs/{org}/apps/{app}/uploads/{id}`"]
        pub async fn send(self) -> Result<ResponseValue<types::Upload>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/uploads/{}",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_upload",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::complete_upload`]\n\n[`Client::complete_upload`]: super::Client::complete_upload"]
    #[derive(Debug, Clone)]
    pub struct CompleteUpload<'a> {
        client: &'a super::Client,
        org: Result<::std::string::String, String>,
        app: Result<::std::string::String, String>,
        id: Result<::std::string::String, String>,
        body: Result<types::builder::CompleteUpload, String>,
    }
    impl<'a> CompleteUpload<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                org: Err("org was not initialized".to_string()),
                app: Err("app was not initialized".to_string()),
                id: Err("id was not initialized".to_string()),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn org<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.org = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for org failed".to_string()
            });
            self
        }
        pub fn app<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.app = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for app failed".to_string()
            });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value.try_into().map_err(|_| {
                "conversion to `:: std :: string :: String` for id failed".to_string()
            });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CompleteUpload>,
            <V as std::convert::TryInto<types::CompleteUpload>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| format!("conversion to `CompleteUpload` for body failed: {}", s));
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::CompleteUpload) -> types::builder::CompleteUpload,
        {
            self.body = self.body.map(f);
            self
        }
        #[doc = "Sends a `POST` request to `/api/v1/orgs/{org}/apps/{app}/uploads/{id}/complete`"]
        pub async fn send(self) -> Result<ResponseValue<types::Upload>, Error<types::Problem>> {
            let Self {
                client,
                org,
                app,
                id,
                body,
            } = self;
            let org = org.map_err(Error::InvalidRequest)?;
            let app = app.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::CompleteUpload::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/orgs/{}/apps/{}/uploads/{}/complete",
                client.baseurl,
                encode_path(&org.to_string()),
                encode_path(&app.to_string()),
                encode_path(&id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "complete_upload",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_health`]\n\n[`Client::get_health`]: super::Client::get_health"]
    #[derive(Debug, Clone)]
    pub struct GetHealth<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetHealth<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        #[doc = "Sends a `GET` request to `/healthz`"]
        pub async fn send(self) -> Result<ResponseValue<types::Health>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/healthz", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_health",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    #[doc = "Builder for [`Client::get_readiness`]\n\n[`Client::get_readiness`]: super::Client::get_readiness"]
    #[derive(Debug, Clone)]
    pub struct GetReadiness<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetReadiness<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        #[doc = "Sends a `GET` request to `/readyz`"]
        pub async fn send(self) -> Result<ResponseValue<types::Health>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/readyz", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
            );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_readiness",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                500u16..=599u16 => Err(Error::ErrorResponse(
                    ResponseValue::from_response(response).await?,
                )),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
}
#[doc = r" Items consumers will typically use such as the Client."]
pub mod prelude {
    pub use self::super::Client;
}
