//! Takes a port, or says who might have it.

use std::io;
use std::net::{SocketAddr, TcpListener};

use crate::error::{Failure, Result};
use crate::exit::Exit;

/// Listens at an address; `flag` names another one.
///
/// # Errors
/// The port is in use, or this user may not take it.
pub fn listen(at: SocketAddr, what: &str, flag: &str) -> Result<TcpListener> {
    let failed = |error: io::Error| refused(at, what, flag, &error);
    let listener = TcpListener::bind(at).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

fn refused(at: SocketAddr, what: &str, flag: &str, error: &io::Error) -> Failure {
    let failure =
        |why: &str| Failure::new(Exit::Machine, format!("{what} can't listen at {at}: {why}"));
    let port = at.port();
    match error.kind() {
        io::ErrorKind::AddrInUse => failure("the port is in use").hint(format!(
            "another wavecast dev may be running; `ss -ltnp 'sport = :{port}'` shows who has it, {flag} {}:0 takes a free one",
            at.ip()
        )),
        io::ErrorKind::PermissionDenied => failure("ports below 1024 are for the system's own")
            .hint(format!("take a higher one: {flag} {}:{}", at.ip(), u32::from(port) + 8000)),
        _ => failure(&error.to_string()).hint(format!("name another address with {flag}")),
    }
}
