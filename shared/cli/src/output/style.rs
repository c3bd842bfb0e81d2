//! Colours: only on a terminal, and never when `NO_COLOR` is set.

use std::io::IsTerminal;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Even into a file.
    Always,
    /// Not at all.
    Never,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// A heading, or a name that matters.
    Strong,
    /// Of less weight.
    Faint,
    /// Well.
    Good,
    /// Worth a look.
    Warn,
    /// Broken.
    Bad,
}

/// Whether a stream takes colours.
#[derive(Clone, Copy, Debug)]
pub struct Style(bool);

impl Style {
    /// For a stream, by choice and environment.
    pub fn of(stream: &impl IsTerminal, choice: Colour) -> Self {
        let env = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        Self(match choice {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                let dumb = env("TERM").is_some_and(|term| term == "dumb");
                stream.is_terminal() && env("NO_COLOR").is_none() && !dumb
            }
        })
    }

    /// The text in its tone.
    pub fn paint(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Good => "32",
            Tone::Warn => "33",
            Tone::Bad => "31",
        };
        if self.0 {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_no_colours_unless_told() {
        let file = tempfile::tempfile().unwrap();
        assert_eq!(Style::of(&file, Colour::Auto).paint(Tone::Bad, "x"), "x");
        assert_eq!(Style::of(&file, Colour::Never).paint(Tone::Bad, "x"), "x");
        let loud = Style::of(&file, Colour::Always).paint(Tone::Bad, "x");
        assert_eq!(loud, "\u{1b}[31mx\u{1b}[0m");
    }
}
