//! The API's own words: what goes over the wire, apart from the domain's types.
//!
//! Inputs hold text and are parsed by the handlers, so that a refusal can name the field; outputs
//! are made from domain values by the `From` beside each type. Times are `YYYY-MM-DDTHH:MM:SSZ`,
//! shares are text with a percent sign such as `12.5%`.

pub mod access;
pub mod app;
pub mod approval;
pub mod audit;
pub mod change;
pub mod channel;
pub mod device;
pub mod dimension;
pub mod experiment;
pub mod explain;
pub mod group;
pub mod member;
pub mod org;
pub mod org_groups;
pub mod package;
pub mod page;
pub mod pin;
pub mod policy;
pub mod preview;
pub mod problem;
pub mod publication;
pub mod quota;
pub mod release;
pub mod remote;
pub mod rule;
pub mod secret;
pub mod sign_in;
pub mod status;
pub mod token;
pub mod trust;
pub mod upload;
pub mod user;
pub mod vault;
pub mod verb;
