//! On what it was measured.

use std::fs;
use std::process::Command;

/// Prints what is known of this machine.
pub fn show() {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("# Speed\n");
    println!(
        "{cores} cores of {}, {} of memory; {}; data on {}; {}",
        field("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unknown processor".to_owned()),
        field("/proc/meminfo", "MemTotal").unwrap_or_else(|| "an unknown amount".to_owned()),
        said("uname", &["-sr"]),
        said(
            "stat",
            &["-f", "-c", "%T", &super::scratch().display().to_string()]
        ),
        said("rustc", &["--version"]),
    );
    println!("load before the run: {}", load());
}

/// The load of the last minute, the five and the fifteen before.
fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let words: Vec<&str> = text.split(' ').take(3).collect();
    words.join(" ")
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The first line that a program says.
pub fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| [output.stdout, output.stderr].concat());
    let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let line = text
        .ok()
        .and_then(|text| text.lines().next().map(str::to_owned));
    line.unwrap_or_else(|| format!("{program}: unknown"))
}
