//! How the tour watches its fleet.

use std::time::{Duration, Instant};

use wavecast_client::types;
use wavecast_domain::share::Share;

use super::{CHANNEL, PATIENCE, Stage};
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::fleet::{Census, Reach, TICK};

impl Stage {
    /// Watches until what was published has landed on everybody who is online.
    ///
    /// # Errors
    /// It doesn't land, or the fleet trusts no more what the edge says.
    pub async fn land(&mut self) -> Result<Census> {
        let (begun, seq) = (
            Instant::now(),
            self.app
                .status(CHANNEL)
                .await?
                .edge
                .map_or(0, |edge| edge.seq),
        );
        loop {
            self.tick().await?;
            if self.fleet.has_landed(seq) {
                return Ok(self.settle());
            }
            if begun.elapsed() > PATIENCE {
                let why = format!("publication {seq} doesn't land on the devices");
                return Err(Failure::new(Exit::Pending, why));
            }
        }
    }

    /// Whom a release means, and who of them is there.
    ///
    /// # Errors
    /// The server's answer can't be read.
    pub fn reach(&self, release: &types::Release) -> Result<Reach> {
        let wrong = |what: &dyn std::fmt::Display| {
            Failure::failed(format!("release {}: {what}", release.id))
        };
        let id = release.id.parse().map_err(|error| wrong(&error))?;
        let salt = release.salt.parse().map_err(|error| wrong(&error))?;
        let share: Share = release.share.parse().map_err(|error| wrong(&error))?;
        Ok(self.fleet.reach(&id, &salt, share.value()))
    }

    /// Watches for a while.
    ///
    /// # Errors
    /// As [`Stage::land`].
    pub async fn watch(&mut self, span: Duration) -> Result<Census> {
        let begun = Instant::now();
        while begun.elapsed() < span {
            self.tick().await?;
        }
        Ok(self.settle())
    }

    async fn tick(&mut self) -> Result {
        self.fleet.tick().await?;
        self.board.show(self.fleet.elapsed(), &self.fleet.census());
        tokio::time::sleep(TICK).await;
        Ok(())
    }

    fn settle(&mut self) -> Census {
        let census = self.fleet.census();
        self.board.settle(self.fleet.elapsed(), &census);
        census
    }
}
