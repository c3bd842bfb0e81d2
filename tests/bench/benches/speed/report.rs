//! Tables in Markdown, and numbers in words that people read.

/// A table that is printed when it is done.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Prints a heading, and begins a table beneath it.
    pub fn new(title: &str, columns: &[&str]) -> Self {
        println!("\n## {title}\n");
        Self {
            rows: vec![columns.iter().map(|column| (*column).to_owned()).collect()],
        }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        assert_eq!(cells.len(), self.rows[0].len(), "cells of a row");
        self.rows.push(cells.into());
    }

    /// Prints it.
    pub fn print(self) {
        let columns = self.rows[0].len();
        let width = |column: usize| {
            let widths = self.rows.iter().map(|row| row[column].chars().count());
            widths.max().unwrap_or(0).max(3)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (index, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths);
            let line: Vec<String> = cells
                .map(|(cell, width)| format!("{cell:<width$}"))
                .collect();
            println!("| {} |", line.join(" | "));
            if index == 0 {
                let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
                println!("| {} |", rules.join(" | "));
            }
        }
    }
}

/// Seconds, in the unit that suits them.
pub fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{} µs", digits(s * 1e6)),
        s if s < 1.0 => format!("{} ms", digits(s * 1e3)),
        s => format!("{} s", digits(s)),
    }
}

/// Bytes, in the unit that suits them.
pub fn bytes(count: f64) -> String {
    match count {
        n if n < 10_240.0 => format!("{n:.0} B"),
        n if n < 1_048_576.0 => format!("{} KiB", digits(n / 1024.0)),
        n => format!("{} MiB", digits(n / 1_048_576.0)),
    }
}

/// A rate or another plain number, with three digits that count.
pub fn number(value: f64) -> String {
    if value < 1000.0 && value.fract() == 0.0 {
        return format!("{value:.0}");
    }
    if value < 1000.0 {
        return digits(value);
    }
    let mut text = format!("{value:.0}");
    let mut place = text.len();
    while place > 3 {
        place -= 3;
        text.insert(place, ',');
    }
    text
}

fn digits(value: f64) -> String {
    match value {
        v if v < 10.0 => format!("{v:.2}"),
        v if v < 100.0 => format!("{v:.1}"),
        v => format!("{v:.0}"),
    }
}
