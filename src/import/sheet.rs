//! Tables that spreadsheet programs write: any of three separators, with or without a mark, UTF-8 or Windows-1252.

use super::{ImportError, decode};

/// One row, with its number as the spreadsheet shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Counted from 1, blank rows and the header included.
    pub number: usize,
    /// The cells, untrimmed.
    pub cells: Vec<String>,
}

/// A table: the header, then the rows that hold anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether it was read as Windows-1252.
    pub windows_1252: bool,
}

/// Reads a table. The separator is the one of `,`, `;` and tab that the first row has most of.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, ImportError> {
    let (text, windows_1252) = decode::sheet(bytes)?;
    let mut skipped = 0;
    let mut body = text.as_str();
    let mut delimiter = None;
    // Spreadsheet programs understand, and some write, a first line that names the separator.
    if let Some(rest) = body.strip_prefix("sep=") {
        delimiter = rest.bytes().next().filter(u8::is_ascii);
        body = rest.split_once('\n').map_or("", |(_, rest)| rest);
        skipped = 1;
    }
    let delimiter = delimiter.unwrap_or_else(|| separator(body));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(body.as_bytes());
    let mut rows = Vec::new();
    // A cell may hold line breaks, and blank lines make no record: count rows by both.
    let mut number = skipped;
    let mut lines = Lines { text: body, at: 0, line: 1 };
    let mut next_line = 1;
    for record in reader.records() {
        let record = record.map_err(|e| ImportError::Table { line: number + 1, what: e.to_string() })?;
        let start = lines.start_of(&record);
        let breaks: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        number += 1 + start.saturating_sub(next_line);
        next_line = start + 1 + breaks;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { number, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    Ok(Sheet { rows, windows_1252 })
}

/// Counts lines as far as it was asked.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line on which a record starts.
    fn start_of(&mut self, record: &csv::StringRecord) -> usize {
        let bytes = self.text.as_bytes();
        let position = record.position().and_then(|position| usize::try_from(position.byte()).ok());
        let mut start = position.unwrap_or(self.at).clamp(self.at, bytes.len());
        // The reader's position of a record may lie before the line ends that it skips.
        while bytes.get(start).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            start += 1;
        }
        self.line += bytes[self.at..start].split(|&byte| byte == b'\n').count() - 1;
        self.at = start;
        self.line
    }
}

/// What the first row has most of outside quotes; a comma when it has none.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(separator, _)| *separator == byte).for_each(|(_, count)| *count += 1),
        }
    }
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map_or(b',', |(separator, _)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(usize, Vec<String>)> {
        read(text.as_bytes()).unwrap().rows.into_iter().map(|row| (row.number, row.cells)).collect()
    }

    #[test]
    fn rows_are_numbered_as_the_spreadsheet_shows_them() {
        for newline in ["\n", "\r\n"] {
            let text = ["id;name", "", "a;\"x", "y\"", "b;\"1;2\"", ";", "c;z"].join(newline);
            let rows = numbers(&text);
            assert_eq!(rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 3, 4, 6], "{newline:?}");
            assert_eq!(rows[2].1, ["b", "1;2"]);
        }
    }

    #[test]
    fn separators() {
        assert_eq!(separator("a,b;c;d\n,,,,,"), b';');
        assert_eq!(separator("a\tb"), b'\t');
        assert_eq!(separator("\"a;b;c\",d"), b',');
        assert_eq!(separator("id"), b',');
        assert_eq!(numbers("sep=|\r\nid|name\r\na|b")[1], (3, vec!["a".to_owned(), "b".to_owned()]));
    }
}
