//! Slow hashes of passwords: Argon2id, a few at once.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use async_trait::async_trait;
use tokio::sync::Semaphore;
use wavecast_engine::port::{Checked, PasswordError, Passwords};
use wavecast_engine::totp::FactorKey;
use wavecast_wire::hash::Sha256;
use zeroize::Zeroizing;

use crate::factors::Factors;
use crate::secret;

/// Hashes that are worked out at once. Each takes 19 MiB while it is.
const AT_ONCE: usize = 2;
/// Hashes that are worked out or wait for it.
const WAITING: usize = 32;
/// Bytes of a salt.
const SALT: usize = 16;

/// Argon2id by the parameters that OWASP names first: 19 MiB, two passes, one lane.
pub(crate) struct Argon {
    factors: Factors,
    params: Params,
    run: Arc<Semaphore>,
    wait: Arc<Semaphore>,
    /// The hash of a password that nobody has.
    nobodys: String,
}

impl Argon {
    /// Ready to judge.
    pub(crate) fn new(factors: Factors) -> Result<Self, PasswordError> {
        Self::with_params(factors, Params::DEFAULT)
    }

    fn with_params(factors: Factors, params: Params) -> Result<Self, PasswordError> {
        let random = secret::random::<32>().map_err(failed)?;
        let nobodys = hash(&params, &*random)?;
        Ok(Self {
            factors,
            params,
            run: Arc::new(Semaphore::new(AT_ONCE)),
            wait: Arc::new(Semaphore::new(WAITING)),
            nobodys,
        })
    }

    /// Works on a password apart from the async threads, when it is its turn.
    async fn work<T: Send + 'static>(
        &self,
        password: &str,
        work: impl FnOnce(&[u8]) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = self.wait.clone().try_acquire_owned();
        let place = place.map_err(|_| PasswordError::Busy)?;
        let turn = self.run.clone().acquire_owned().await.map_err(failed)?;
        let password = Zeroizing::new(password.to_owned());
        // Both are held until the memory is free again, even if nobody waits any more.
        let done = tokio::task::spawn_blocking(move || {
            let done = work(password.as_bytes());
            drop((turn, place));
            done
        });
        done.await.map_err(failed)?
    }
}

fn failed(error: impl std::fmt::Display) -> PasswordError {
    PasswordError::Failed(format!("a password couldn't be looked at: {error}"))
}

fn hash(params: &Params, password: &[u8]) -> Result<String, PasswordError> {
    let salt = secret::random::<SALT>().map_err(failed)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let made: PasswordHash = argon
        .hash_password_with_salt(password, &*salt)
        .map_err(failed)?;
    Ok(made.to_string())
}

/// What two hashes by the same parameters have in common.
fn way(text: &str) -> Option<&str> {
    let salt = text.rsplitn(3, '$').nth(2);
    salt.filter(|way| way.starts_with("$argon2"))
}

#[async_trait]
impl Passwords for Argon {
    async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let params = self.params.clone();
        self.work(password, move |password| hash(&params, password))
            .await
    }

    async fn check(&self, password: &str, kept: Option<&str>) -> Result<Checked, PasswordError> {
        let exists = kept.is_some();
        let kept = kept.unwrap_or(&self.nobodys).to_owned();
        let is_todays = way(&kept) == way(&self.nobodys);
        let right = self.work(password, move |password| {
            let parsed = PasswordHash::new(&kept).map_err(failed)?;
            match Argon2::default().verify_password(password, &parsed) {
                Ok(()) => Ok(true),
                Err(password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(failed(error)),
            }
        });
        Ok(match right.await? && exists {
            false => Checked::Wrong,
            true if is_todays => Checked::Right,
            true => Checked::Outdated,
        })
    }

    async fn begin_factor(&self, salt: &Sha256) -> Result<FactorKey, PasswordError> {
        let (factors, salt) = (self.factors.clone(), *salt);
        let made = tokio::task::spawn_blocking(move || factors.begin(&salt));
        made.await.map_err(failed)?
    }

    async fn factor_key(&self, salt: &Sha256) -> Result<FactorKey, PasswordError> {
        let (factors, salt) = (self.factors.clone(), *salt);
        let made = tokio::task::spawn_blocking(move || factors.of(&salt));
        made.await.map_err(failed)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::Home;

    fn argon(dir: &tempfile::TempDir, params: Params) -> Argon {
        let home = Arc::new(Home::open(dir.path()).unwrap());
        Argon::with_params(Factors::new(home), params).unwrap()
    }

    #[tokio::test]
    async fn a_hash_says_how_it_was_made_and_is_judged_by_that() {
        let dir = tempfile::tempdir().unwrap();
        let today = argon(&dir, Params::DEFAULT);
        let made = today.hash("violet lamps").await.unwrap();
        assert!(
            made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{made}"
        );
        assert_ne!(made, today.hash("violet lamps").await.unwrap());
        for (password, kept, expected) in [
            ("violet lamps", Some(made.as_str()), Checked::Right),
            ("violet lamp", Some(made.as_str()), Checked::Wrong),
            ("violet lamps", None, Checked::Wrong),
        ] {
            assert_eq!(today.check(password, kept).await.unwrap(), expected);
        }
        let other = tempfile::tempdir().unwrap();
        let earlier = argon(&other, Params::new(8 * 1024, 1, 1, None).unwrap());
        let weaker = earlier.hash("violet lamps").await.unwrap();
        let judged = today.check("violet lamps", Some(&weaker)).await.unwrap();
        assert_eq!(judged, Checked::Outdated);
        let judged = today.check("violet lamp", Some(&weaker)).await.unwrap();
        assert_eq!(judged, Checked::Wrong);
        let damaged = today.check("violet lamps", Some("damaged")).await;
        assert!(matches!(damaged, Err(PasswordError::Failed(_))));
    }

    #[tokio::test]
    async fn more_than_can_wait_is_told_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let argon = Arc::new(argon(&dir, Params::DEFAULT));
        let ask = |_| {
            let argon = argon.clone();
            tokio::spawn(async move { argon.check("violet lamps", None).await })
        };
        let asked: Vec<_> = (0..3 * WAITING).map(ask).collect();
        let mut told = Vec::new();
        for one in asked {
            told.push(one.await.unwrap());
        }
        let busy = told.iter().filter(|one| **one == Err(PasswordError::Busy));
        assert_eq!(busy.count(), 2 * WAITING);
        assert_eq!(argon.check("violet lamps", None).await, Ok(Checked::Wrong));
    }
}
