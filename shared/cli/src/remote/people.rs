//! Listings of people and machines, page by page.

use wavecast_client::types;

use super::pages::{PAGE, all};
use super::{Remote, sent};
use crate::error::Result;

/// More than an organization may have of anything.
const ALL: usize = 10_000;

impl Remote {
    /// The installation's own people.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn users(&self) -> Result<Vec<types::User>> {
        all!(self, ALL, self.client.list_users())
    }

    /// What happened to one of them, the newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn person_events(&self, person: &str, limit: usize) -> Result<Vec<types::Event>> {
        all!(self, limit, self.client.list_person_events().person(person))
    }

    /// The caller's own sessions.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn sessions(&self) -> Result<Vec<types::Session>> {
        all!(self, ALL, self.client.list_sessions())
    }

    /// The members of an organization.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn members(&self, org: &str) -> Result<Vec<types::Member>> {
        all!(self, ALL, self.client.list_members().org(org))
    }

    /// The invitations of an organization that wait for an answer.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn invitations(&self, org: &str) -> Result<Vec<types::Invitation>> {
        all!(self, ALL, self.client.list_invitations().org(org))
    }

    /// The roles that an organization made.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn roles(&self, org: &str) -> Result<Vec<types::Role>> {
        all!(self, ALL, self.client.list_roles().org(org))
    }

    /// The service accounts of an organization.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn accounts(&self, org: &str) -> Result<Vec<types::Account>> {
        all!(self, ALL, self.client.list_accounts().org(org))
    }

    /// The rules of trust of an organization.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn trusts(&self, org: &str) -> Result<Vec<types::Trust>> {
        all!(self, ALL, self.client.list_trusts().org(org))
    }

    /// The tokens of an organization that work, as far as whoever asks may see them.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn tokens(&self, org: &str) -> Result<Vec<types::Token>> {
        all!(self, ALL, self.client.list_tokens().org(org))
    }
}
