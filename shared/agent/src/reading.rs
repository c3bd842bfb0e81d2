//! The body of an answer, piece by piece, for as long as it comes fast enough.

use bytes::Bytes;
use reqwest::Response;
use tokio::time::{Instant, timeout_at};

use crate::Patience;
use crate::http::{HttpError, failed};

/// A body that is being read.
pub(crate) struct Reading {
    response: Response,
    url: String,
    patience: Patience,
    /// Bytes that came in this window.
    came: u64,
    window_ends: Instant,
}

impl Reading {
    pub fn new(response: Response, patience: Patience) -> Self {
        Self {
            url: response.url().to_string(),
            response,
            patience,
            came: 0,
            window_ends: Instant::now() + patience.window,
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// An edge that dribbles would hold a device for years without ever being silent: each window
    /// must bring enough.
    pub async fn next(&mut self) -> Result<Option<Bytes>, HttpError> {
        loop {
            match timeout_at(self.window_ends, self.response.chunk()).await {
                Ok(Ok(Some(piece))) => {
                    self.came = self.came.saturating_add(piece.len() as u64);
                    return Ok(Some(piece));
                }
                Ok(ended) => return ended.map_err(|error| failed(&self.url, &error)),
                Err(_) => self.begin_window()?,
            }
        }
    }

    fn begin_window(&mut self) -> Result<(), HttpError> {
        let Patience {
            window,
            least_bytes: least,
            ..
        } = self.patience;
        if self.came < least {
            return Err(HttpError::Slow {
                url: self.url.clone(),
                least,
                seconds: window.as_secs(),
            });
        }
        (self.came, self.window_ends) = (0, Instant::now() + window);
        Ok(())
    }
}
