//! The one place that writes: results to stdout, everything else to stderr.

use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal, Write};

use serde::Serialize;

use crate::error::{Failure, Result};

mod progress;
pub mod style;
mod table;

pub use style::{Colour, Style, Tone};
pub use table::{Cell, Table};

/// So many things, in words: `1 file`, `2 files`.
pub fn count(n: u64, thing: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {thing}{plural}")
}

/// Where results and notes go.
#[derive(Clone, Copy, Debug)]
pub struct Out {
    json: bool,
    quiet: bool,
    stdout: Style,
    stderr: Style,
}

impl Out {
    /// By the global flags.
    pub fn new(json: bool, quiet: bool, colour: Colour) -> Self {
        Self {
            json,
            quiet,
            stdout: Style::of(&io::stdout(), colour),
            stderr: Style::of(&io::stderr(), colour),
        }
    }

    /// Whether results are for machines.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether notes are unwanted.
    pub fn quiet(&self) -> bool {
        self.quiet
    }

    /// A result: one JSON document for machines, else the lines that `human` makes.
    pub fn result(&self, value: &impl Serialize, human: impl FnOnce(&Self)) -> Result {
        if !self.json {
            human(self);
            return Ok(());
        }
        self.json(value)
    }

    /// One JSON document on a line of its own, for machines alone.
    pub fn json(&self, value: &impl Serialize) -> Result {
        let text = serde_json::to_string(value).map_err(|error| {
            Failure::failed(format!("the result can't be written as JSON: {error}"))
        })?;
        write_line(&mut io::stdout(), &text);
        Ok(())
    }

    /// A line of a result for people.
    pub fn line(&self, text: impl Display) {
        if !self.json {
            write_line(&mut io::stdout(), &text.to_string());
        }
    }

    /// Text in a tone, for a line of a result.
    pub fn paint(&self, tone: Tone, text: impl Display) -> String {
        self.stdout.paint(tone, &text.to_string())
    }

    /// A table for people.
    pub fn table(&self, table: &Table) {
        for line in table.lines(self.stdout) {
            self.line(line);
        }
    }

    /// The raw bytes of a generated file, such as a completion script.
    pub fn raw(&self, bytes: &[u8]) {
        // A reader that went away has seen enough.
        io::stdout()
            .write_all(bytes)
            .and_then(|()| io::stdout().flush())
            .ok();
    }

    /// What happens on the way; unwanted with `--quiet`.
    pub fn note(&self, text: impl Display) {
        if !self.quiet {
            write_line(&mut io::stderr(), &text.to_string());
        }
    }

    /// Something to look at; said even with `--quiet`.
    pub fn warn(&self, text: impl Display) {
        let label = self.stderr.paint(Tone::Warn, "warning:");
        write_line(&mut io::stderr(), &format!("{label} {text}"));
    }

    /// Why it ended without success, and the way out.
    pub fn failure(&self, failure: &Failure) {
        if self.json {
            let problem = serde_json::json!({"error": {
                "message": failure.message,
                "hint": failure.hint,
                "reason": failure.reason,
                "exit": failure.exit.code(),
            }});
            write_line(&mut io::stdout(), &problem.to_string());
        }
        let label = self.stderr.paint(Tone::Bad, "error:");
        write_line(&mut io::stderr(), &format!("{label} {}", failure.message));
        if let Some(hint) = &failure.hint {
            let label = self.stderr.paint(Tone::Good, "hint:");
            write_line(&mut io::stderr(), &format!("{label} {hint}"));
        }
    }

    /// Whether a person can be asked.
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal() && !self.json
    }

    /// A person's answer to a question; the default for an empty one.
    pub fn ask(&self, question: &str, default: &str) -> Result<String> {
        let shown = if default.is_empty() {
            String::new()
        } else {
            format!(" [{default}]")
        };
        let prompt = self.stderr.paint(Tone::Strong, question);
        write!(io::stderr(), "{prompt}{shown}: ").ok();
        io::stderr().flush().ok();
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if !matches!(read, Ok(1..)) {
            return Err(Failure::usage("the question was not answered"));
        }
        let answer = answer.trim();
        Ok(if answer.is_empty() { default } else { answer }.to_owned())
    }
}

impl Out {
    /// What a person types at a question, without showing it.
    pub fn secret(&self, question: &str) -> Result<String> {
        if !self.can_ask() {
            let hint = "say --password-stdin, and write it there";
            return Err(Failure::usage("nobody can be asked here").hint(hint));
        }
        let prompt = self.stderr.paint(Tone::Strong, question);
        write!(io::stderr(), "{prompt}: ").ok();
        io::stderr().flush().ok();
        let typed = console::Term::stderr().read_secure_line();
        let typed = typed.ok().filter(|typed| !typed.is_empty());
        typed.ok_or_else(|| Failure::usage("nothing was typed"))
    }
}

fn write_line(stream: &mut impl Write, line: &str) {
    // A reader that went away has seen enough.
    writeln!(stream, "{line}").ok();
}
