//! The body of an answer: bytes that are there, or a file that is read as they are sent.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream as _;
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::Take;
use tokio_util::io::ReaderStream;

/// The body of an answer.
pub(crate) enum Content {
    /// What is left of bytes that are there.
    Whole(Bytes),
    /// Pieces of a file, and how many bytes of it are left.
    File(Box<ReaderStream<Take<File>>>, u64),
}

/// An answer on its way.
pub(crate) type Response = http::Response<Content>;

impl Content {
    /// Nothing.
    pub(crate) const EMPTY: Self = Self::Whole(Bytes::new());
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self::Whole(bytes)
    }
}

impl From<&'static str> for Content {
    fn from(text: &'static str) -> Self {
        Self::Whole(Bytes::from_static(text.as_bytes()))
    }
}

impl Body for Content {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(match &mut *self {
            Self::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                (!bytes.is_empty()).then(|| Ok(Frame::data(bytes)))
            }
            Self::File(pieces, left) => {
                let piece = ready!(Pin::new(pieces).poll_next(cx));
                piece.map(|piece| {
                    let piece = piece?;
                    *left = left.saturating_sub(piece.len() as u64);
                    Ok(Frame::data(piece))
                })
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(match self {
            Self::Whole(bytes) => bytes.len() as u64,
            Self::File(_, left) => *left,
        })
    }
}

/// An answer, whatever becomes of its body.
pub(crate) type Answered = Result<Response, Infallible>;
