//! From bytes to text: nothing is ever silently replaced.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::ImportError;

/// The text of an XML file: in the encoding the caller chose; else by a byte order mark (a declaration can't be read
/// otherwise); else by its declaration; else strict UTF-8.
pub(super) fn xml(bytes: &[u8], chosen: Option<&str>) -> Result<String, ImportError> {
    let known = |label: &str| {
        Encoding::for_label(label.as_bytes())
            .ok_or_else(|| ImportError::UnknownEncoding { label: label.chars().take(40).collect() })
    };
    let encoding = match (chosen, Encoding::for_bom(bytes), declared(bytes)) {
        (Some(label), _, _) => known(label)?,
        (None, Some((encoding, _)), _) => encoding,
        (None, None, Some(label)) => known(&label)?,
        (None, None, None) => UTF_8,
    };
    strict(bytes, encoding)
}

/// The text of a spreadsheet: by its byte order mark, else strict UTF-8, else Windows-1252, which is what
/// spreadsheet programs write when they don't write UTF-8. Says whether it was the last.
pub(super) fn sheet(bytes: &[u8]) -> Result<(String, bool), ImportError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return strict(bytes, encoding).map(|text| (text, false));
    }
    match strict(bytes, UTF_8) {
        Ok(text) => Ok((text, false)),
        Err(_) => strict(bytes, WINDOWS_1252).map(|text| (text, true)),
    }
}

fn strict(bytes: &[u8], encoding: &'static Encoding) -> Result<String, ImportError> {
    let body = match Encoding::for_bom(bytes) {
        Some((marked, length)) if marked == encoding => &bytes[length..],
        _ => bytes,
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(body);
    text.map(std::borrow::Cow::into_owned).ok_or_else(|| {
        let good = if encoding == UTF_8 { Encoding::utf8_valid_up_to(body) } else { 0 };
        let line = body[..good].split(|&byte| byte == b'\n').count();
        ImportError::Undecodable { encoding: encoding.name().to_owned(), line }
    })
}

/// The encoding that an XML declaration in ASCII (or, without a mark, in UTF-16) names.
fn declared(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0, b'<', 0, b'?', ..] => return Some("utf-16be".to_owned()),
        [b'<', 0, b'?', 0, ..] => return Some("utf-16le".to_owned()),
        _ => {}
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head = bytes[start..].strip_prefix(b"<?xml")?;
    let head = head.get(..head.iter().position(|&byte| byte == b'>')?)?;
    let head = String::from_utf8_lossy(head);
    let value = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split_once(quote).map(|(label, _)| label.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_mark_then_declaration_then_utf8() {
        assert_eq!(xml(b"\xEF\xBB\xBF<a>\xC3\xA9</a>", None).unwrap(), "<a>\u{e9}</a>");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(xml(latin, None).unwrap().ends_with("<a>\u{e9}</a>"));
        assert_eq!(xml(b"<a>\xC3\xA9</a>", None).unwrap(), "<a>\u{e9}</a>");
        let wide: Vec<u8> = "\u{feff}<a>\u{e9}</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(xml(&wide, None).unwrap(), "<a>\u{e9}</a>");
        let bare: Vec<u8> = "<?xml encoding=\"UTF-16\"?>\u{e9}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(xml(&bare, None).unwrap().ends_with('\u{e9}'));
    }

    #[test]
    fn a_wrong_declaration_is_an_error_that_a_choice_heals() {
        let wrong = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\xE9</a>";
        assert_eq!(xml(wrong, None), Err(ImportError::Undecodable { encoding: "UTF-8".to_owned(), line: 2 }));
        assert!(xml(wrong, Some("windows-1252")).unwrap().ends_with("<a>\u{e9}</a>"));
        assert!(matches!(xml(wrong, Some("klingon")), Err(ImportError::UnknownEncoding { .. })));
    }

    #[test]
    fn spreadsheets_may_be_windows_1252() {
        assert_eq!(sheet(b"Br\xFC").unwrap(), ("Br\u{fc}".to_owned(), true));
        assert_eq!(sheet("Brü".as_bytes()).unwrap(), ("Br\u{fc}".to_owned(), false));
    }
}
