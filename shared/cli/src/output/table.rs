//! Tables with aligned columns and no lines, easy to read and to cut.

use super::style::{Style, Tone};

/// Where a column's text stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Align {
    Left,
    Right,
}

/// A table: a heading, then rows.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<(Tone, String)>>,
}

/// One cell; text alone is plain.
pub struct Cell(Tone, String);

impl<T: std::fmt::Display> From<T> for Cell {
    fn from(text: T) -> Self {
        Self(Tone::Plain, text.to_string())
    }
}

impl Cell {
    /// A cell in a tone.
    pub fn toned(tone: Tone, text: impl std::fmt::Display) -> Self {
        Self(tone, text.to_string())
    }
}

impl Table {
    /// A table with these headings; one that begins with `>` is aligned to the right.
    pub fn new(headings: &[&str]) -> Self {
        let column = |heading: &&str| match heading.strip_prefix('>') {
            Some(heading) => (heading.to_owned(), Align::Right),
            None => ((*heading).to_owned(), Align::Left),
        };
        Self {
            columns: headings.iter().map(column).collect(),
            rows: Vec::new(),
        }
    }

    /// One more row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(
            cells
                .into_iter()
                .map(|Cell(tone, text)| (tone, text))
                .collect(),
        );
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many lines it has, the heading included.
    pub fn height(&self) -> usize {
        self.rows.len() + 1
    }

    /// The lines, heading first.
    pub fn lines(&self, style: Style) -> Vec<String> {
        let widths = self.widths();
        let heading = self
            .columns
            .iter()
            .map(|(name, _)| (Tone::Faint, name.clone()))
            .collect();
        std::iter::once(&heading)
            .chain(&self.rows)
            .map(|row| self.line(row, &widths, style))
            .collect()
    }

    fn widths(&self) -> Vec<usize> {
        let width = |index: usize, heading: &str| {
            let cells = self.rows.iter().filter_map(|row| row.get(index));
            cells
                .map(|(_, text)| text.chars().count())
                .chain([heading.chars().count()])
                .max()
                .unwrap_or(0)
        };
        self.columns
            .iter()
            .enumerate()
            .map(|(index, (heading, _))| width(index, heading))
            .collect()
    }

    fn line(&self, row: &[(Tone, String)], widths: &[usize], style: Style) -> String {
        let mut line = String::new();
        for (index, (tone, text)) in row.iter().enumerate() {
            let width = widths.get(index).copied().unwrap_or(0);
            let gap = " ".repeat(width.saturating_sub(text.chars().count()));
            let right = self
                .columns
                .get(index)
                .is_some_and(|(_, align)| *align == Align::Right);
            if index > 0 {
                line.push_str("  ");
            }
            if right {
                line.push_str(&gap);
            }
            line.push_str(&style.paint(*tone, text));
            if !right && index + 1 < row.len() {
                line.push_str(&gap);
            }
        }
        line.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::style::Colour;

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(&["release", ">share", "status"]);
        table.row(["1.0.0".into(), "100%".into(), "concluded".into()]);
        table.row([
            "1.10.0-rc.1".into(),
            "5%".into(),
            Cell::toned(Tone::Good, "active"),
        ]);
        let style = Style::of(&tempfile::tempfile().unwrap(), Colour::Never);
        assert_eq!(
            table.lines(style),
            [
                "release      share  status",
                "1.0.0         100%  concluded",
                "1.10.0-rc.1     5%  active",
            ]
        );
    }
}
