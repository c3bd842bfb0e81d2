//! `status`: what a device remembers, read without holding its data directory.

use serde_json::{Value, json};
use wavecast_agent::{AgentError, DeviceFile, read_state};
use wavecast_device::Installed;
use wavecast_device::agent::{Staged, State};
use wavecast_device::trust::Source;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::output::Printer;

/// Prints the saved state.
pub fn print(cli: &Cli, printer: &Printer) -> Result<Exit, AgentError> {
    let file = DeviceFile::read(&cli.config)?;
    let Some(state) = read_state(&cli.data)? else {
        if printer.json {
            let scope = file.scope.to_string();
            printer.line(&json!({ "scope": scope, "started": false }).to_string());
        } else {
            printer.line(&format!(
                "follows {}; it has never run: wavecast-agent run",
                file.scope
            ));
        }
        return Ok(Exit::Done);
    };
    if printer.json {
        printer.line(&to_json(&state).to_string());
    } else {
        for (name, value) in lines(&state) {
            printer.line(&format!("{name:<10} {value}"));
        }
    }
    Ok(Exit::Done)
}

fn lines(state: &State) -> Vec<(&'static str, String)> {
    let device = &state.device;
    let seq = state
        .trusted()
        .and_then(|trusted| trusted.seq(Source::Network).ok().flatten());
    let seen = seq.map_or_else(
        || "nothing verified yet".into(),
        |seq| format!("publication {seq}, verified at {}", state.verified_at),
    );
    let running = device
        .running
        .as_ref()
        .map_or_else(|| "what shipped in the binary".into(), name);
    let mut lines = vec![
        ("device", device.id.clone()),
        ("channel", state.scope.to_string()),
        ("seen", seen),
        ("runs", running),
    ];
    if let Some(trial) = &state.trial {
        let starts = trial.starts;
        lines.push((
            "trial",
            format!("not confirmed yet, {starts} starts since activation"),
        ));
    }
    if let Some(staged) = &state.staged {
        let version = staged.install.package.version();
        lines.push((
            "staged",
            format!(
                "{version} (release {}), slot {}",
                staged.install.release, staged.slot
            ),
        ));
    }
    lines.extend(device.kept.iter().map(|kept| ("kept", name(kept))));
    lines.extend(device.failures.iter().map(|failure| {
        (
            "failed",
            format!("package {}, attempt {}", failure.manifest, failure.attempt),
        )
    }));
    lines
}

fn name(installed: &Installed) -> String {
    let Installed {
        release,
        slot,
        package,
        complete,
        ..
    } = installed;
    let lazy = if *complete {
        ""
    } else {
        ", lazy files missing"
    };
    format!(
        "{} (release {release}), slot {slot}{lazy}",
        package.version()
    )
}

fn to_json(state: &State) -> Value {
    let device = &state.device;
    let seq = state
        .trusted()
        .and_then(|trusted| trusted.seq(Source::Network).ok().flatten());
    let root = state
        .trusted()
        .and_then(|trusted| trusted.root_version().ok());
    json!({
        "device": device.id,
        "scope": state.scope,
        "started": true,
        "seq": seq,
        "root": root,
        "verified_at": state.verified_at,
        "running": device.running.as_ref().map(installed_json),
        "on_trial": state.trial.is_some(),
        "staged": state.staged.as_ref().map(staged_json),
        "kept": device.kept.iter().map(installed_json).collect::<Vec<_>>(),
        "failures": device.failures,
        "rollback_index": device.floor,
        "properties": state.properties,
    })
}

/// A release on the device.
pub fn installed_json(installed: &Installed) -> Value {
    json!({
        "release": installed.release,
        "attempt": installed.attempt,
        "package": installed.package.manifest.name,
        "version": installed.package.version(),
        "slot": installed.slot,
        "complete": installed.complete,
    })
}

/// A release that stands ready.
pub fn staged_json(staged: &Staged) -> Value {
    json!({
        "release": staged.install.release,
        "attempt": staged.install.attempt,
        "version": staged.install.package.version(),
        "slot": staged.slot,
        "approved": staged.approved,
    })
}
