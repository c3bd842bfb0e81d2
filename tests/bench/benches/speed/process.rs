//! Programs under test: started, measured from outside, ended.

use std::fs;
use std::process::{Child, ChildStdout, Command};
use std::time::{Duration, Instant};

/// A program that ends with this value.
pub struct Running(Child);

impl Running {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Self {
        let started = command.spawn();
        Self(started.unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// What it says, where that is piped; once.
    pub fn output(&mut self) -> ChildStdout {
        self.0.stdout.take().expect("a pipe")
    }

    /// Seconds of processor time that it and its children took so far, on all cores.
    pub fn cpu(&self) -> f64 {
        family(self.0.id()).into_iter().map(cpu_of).sum()
    }

    /// Waits until a port of this machine is served.
    pub fn await_port(&mut self, port: u16) {
        let most = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Ok(Some(status)) = self.0.try_wait() {
                panic!("a server ended before it served: {status}");
            }
            assert!(Instant::now() < most, "nobody serves port {port}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A master takes its workers along only if it is asked, so it is asked first.
        let pid = i32::try_from(self.0.id()).ok();
        let asked = pid
            .and_then(rustix::process::Pid::from_raw)
            .map(|pid| rustix::process::kill_process(pid, rustix::process::Signal::TERM));
        if !matches!(asked, Some(Ok(()))) {
            self.0.kill().ok();
        }
        self.0.wait().ok();
    }
}

/// A port that is free just now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A process and its children.
fn family(pid: u32) -> Vec<u32> {
    let path = format!("/proc/{pid}/task/{pid}/children");
    let children = fs::read_to_string(path).unwrap_or_default();
    let mut all = vec![pid];
    all.extend(
        children
            .split(' ')
            .filter_map(|word| word.parse::<u32>().ok()),
    );
    all
}

/// User and system time of a process, ended threads included.
fn cpu_of(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name in brackets may hold anything; what follows it are numbers.
    let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: Vec<f64> = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|word| word.parse().ok())
        .collect();
    // The kernel reports in hundredths of a second.
    ticks.iter().sum::<f64>() / 100.0
}

/// The most memory that a process held so far, in bytes.
pub fn peak_of(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1024.0
}
