//! Columns and wrapping on a terminal of [`WIDTH`] columns.

/// How wide the text gets at most (but for words that are longer than a line).
pub const WIDTH: usize = 96;

/// Left-aligned columns, two blanks apart, indented by two; the last one is wrapped under itself.
#[derive(Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    /// A table whose columns `right`, counted from 0, are aligned to the right.
    #[must_use]
    pub fn with_right(right: &[usize]) -> Self {
        Self { rows: Vec::new(), right: right.to_vec() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines of the table, each ended by a newline.
    pub fn render(&self, indent: usize) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let last = columns.saturating_sub(1);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|c| wide(c)).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(indent);
            for (column, cell) in row.iter().enumerate() {
                let gap = if column == 0 { "" } else { "  " };
                line.push_str(gap);
                if column == last && !self.right.contains(&column) {
                    let at = wide(&line);
                    line.push_str(&wrapped(cell, at));
                } else {
                    let blanks = " ".repeat(widths[column].saturating_sub(wide(cell)));
                    let right = self.right.contains(&column);
                    line.push_str(&if right { blanks + cell } else { cell.clone() + &blanks });
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// The columns that `text` takes.
fn wide(text: &str) -> usize {
    text.chars().count()
}

/// `text` broken between words so that, starting at column `indent`, no line is wider than [`WIDTH`]. Line breaks in
/// the text stay; every further line is indented likewise.
pub fn wrapped(text: &str, indent: usize) -> String {
    let room = WIDTH.saturating_sub(indent).max(20);
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && wide(&line) + 1 + wide(word) > room {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_the_last_one_wraps() {
        let mut table = Table::with_right(&[1]);
        table.row(vec!["a".into(), "£1.00".into(), "word ".repeat(30).trim().into()]);
        table.row(vec!["long".into(), "£100.00".into(), "x".into()]);
        let text = table.render(2);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("  a       £1.00  word word"), "{text}");
        assert!(lines[1].starts_with(&" ".repeat(17)), "{text}");
        assert_eq!(lines[2], "  long  £100.00  x");
        assert!(lines.iter().all(|line| wide(line) <= WIDTH), "{text}");
    }
}
