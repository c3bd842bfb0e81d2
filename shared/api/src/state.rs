//! What the handlers work with.

use std::sync::Arc;

use wavecast_engine::control::Control;
use wavecast_engine::port::PartSink;
use wavecast_wire::time::Timestamp;

use crate::auth::Auth;
use crate::limits::Limits;

/// What the handlers work with.
#[derive(Clone)]
pub struct ApiState {
    /// Decides and commits, and reads.
    pub control: Control,
    /// Takes parts, where presigned URLs point at this server.
    pub sink: Option<Arc<dyn PartSink>>,
    /// Knows who calls.
    pub auth: Auth,
    /// Counts how often.
    pub limits: Arc<Limits>,
    /// What to say of this server.
    pub info: Info,
}

/// What a server says of itself.
#[derive(Clone, Debug)]
pub struct Info {
    /// Where devices read, such as `http://127.0.0.1:8090`; without a slash at the end.
    pub edge: String,
    /// The version of the server.
    pub version: &'static str,
}

impl ApiState {
    /// The clock's reading.
    pub(crate) fn now(&self) -> Timestamp {
        self.control.clock.now()
    }

    /// An id for a request that came without one.
    pub(crate) fn fresh_id(&self) -> String {
        self.control.ids.fresh(self.now()).id("request").0
    }
}
