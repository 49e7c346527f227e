//! Names of weekdays in many languages.

use crate::domain::Weekday;

/// Each row is one language, Monday to Sunday. A name of a file may be cut short, down to two letters, as long as
/// it means one day of the row. A file is read in the first row that knows all of its days.
const ROWS: [[&str; 7]; 47] = [
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"],
    ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "sonnabend", "sonntag"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
    ["dilluns", "dimarts", "dimecres", "dijous", "divendres", "dissabte", "diumenge"],
    ["luns", "martes", "mércores", "xoves", "venres", "sábado", "domingo"],
    ["astelehena", "asteartea", "asteazkena", "osteguna", "ostirala", "larunbata", "igandea"],
    ["luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"],
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrydag", "saterdag", "sondag"],
    ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"],
    ["esmaspäev", "teisipäev", "kolmapäev", "neljapäev", "reede", "laupäev", "pühapäev"],
    ["pirmdiena", "otrdiena", "trešdiena", "ceturtdiena", "piektdiena", "sestdiena", "svētdiena"],
    ["pirmadienis", "antradienis", "trečiadienis", "ketvirtadienis", "penktadienis", "šeštadienis", "sekmadienis"],
    ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"],
    ["pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle"],
    ["pondelok", "utorok", "streda", "štvrtok", "piatok", "sobota", "nedeľa"],
    ["ponedeljek", "torek", "sreda", "četrtek", "petek", "sobota", "nedelja"],
    ["ponedjeljak", "utorak", "srijeda", "četvrtak", "petak", "subota", "nedjelja"],
    ["ponedeljak", "utorak", "sreda", "četvrtak", "petak", "subota", "nedelja"],
    ["понедељак", "уторак", "среда", "четвртак", "петак", "субота", "недеља"],
    ["понеделник", "вторник", "среда", "четврток", "петок", "сабота", "недела"],
    ["понеделник", "вторник", "сряда", "четвъртък", "петък", "събота", "неделя"],
    ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    ["понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя"],
    ["δευτέρα", "τρίτη", "τετάρτη", "πέμπτη", "παρασκευή", "σάββατο", "κυριακή"],
    ["hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat", "vasárnap"],
    ["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"],
    ["e hënë", "e martë", "e mërkurë", "e enjte", "e premte", "e shtunë", "e diel"],
    ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"],
    ["isnin", "selasa", "rabu", "khamis", "jumaat", "sabtu", "ahad"],
    ["jumatatu", "jumanne", "jumatano", "alhamisi", "ijumaa", "jumamosi", "jumapili"],
    ["llun", "mawrth", "mercher", "iau", "gwener", "sadwrn", "sul"],
    ["luain", "máirt", "céadaoin", "déardaoin", "aoine", "sathairn", "domhnaigh"],
    ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    ["اثنين", "ثلاثاء", "أربعاء", "خميس", "جمعة", "سبت", "أحد"],
    ["ithnayn", "thulatha", "arbia", "khamis", "jumua", "sabt", "ahad"],
    ["دوشنبه", "سهشنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"],
    ["שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת", "ראשון"],
    ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"],
];

/// The weekdays that the names say, each with what else its name says (`Mon A` says `a`): in the first language
/// that knows them all.
pub(super) fn read(names: &[&str]) -> Option<Vec<(Weekday, String)>> {
    let words: Vec<Vec<String>> = names.iter().map(|name| words(name)).collect();
    ROWS.iter().map(|row| row.map(folded)).find_map(|row| {
        let days: Option<Vec<_>> = words.iter().map(|words| in_row(&row, words)).collect();
        days.filter(|days| are_weeks(days))
    })
}

/// One word of the name is a day of the row; or, cut short, with one letter more (`MonA`, `AMon`).
fn in_row(row: &[String; 7], words: &[String]) -> Option<(Weekday, String)> {
    let rest = |at: usize, more: &str| {
        let others = words.iter().enumerate().filter(|&(other, _)| other != at).map(|(_, word)| word.as_str());
        others.chain([more]).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let plain = words.iter().enumerate().find_map(|(at, word)| day(row, word).map(|day| (day, rest(at, ""))));
    plain.or_else(|| {
        words.iter().enumerate().find_map(|(at, word)| {
            let mut letters = word.char_indices();
            let (last, _) = letters.next_back()?;
            let second = word.char_indices().nth(1)?.0;
            day(row, &word[..last])
                .map(|day| (day, rest(at, &word[last..])))
                .or_else(|| day(row, &word[second..]).map(|day| (day, rest(at, &word[..second]))))
        })
    })
}

fn day(row: &[String; 7], word: &str) -> Option<Weekday> {
    const SHORTEST: usize = 2;
    if word.chars().count() < SHORTEST {
        return None;
    }
    let known = |name: &String| name == word || name.strip_prefix("e ").is_some_and(|name| name == word);
    let whole = row.iter().position(known);
    let mut cut = (0..7).filter(|&at| row[at].trim_start_matches("e ").starts_with(word));
    let at = whole.or_else(|| cut.next().filter(|_| cut.next().is_none()))?;
    Some(Weekday::ALL[at])
}

/// The days are one run of different weekdays, or the same run again and again.
fn are_weeks(days: &[(Weekday, String)]) -> bool {
    let Some((first, _)) = days.first() else { return false };
    let length = days.iter().skip(1).position(|(day, _)| day == first).map_or(days.len(), |at| at + 1);
    let run = &days[..length];
    let distinct = run.iter().enumerate().all(|(at, (day, _))| run[..at].iter().all(|(other, _)| other != day));
    distinct
        && (length > 1 || days.len() == 1)
        && days.len().is_multiple_of(length)
        && days.chunks(length).all(|week| week.iter().map(|(day, _)| day).eq(run.iter().map(|(day, _)| day)))
}

/// The words of a name, folded; digits are words of their own.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut kind = None;
    for character in folded(name).chars() {
        let here = match character {
            _ if character.is_whitespace() || character.is_ascii_punctuation() || "–—،·".contains(character) => {
                None
            }
            _ => Some(character.is_ascii_digit()),
        };
        match (here, words.last_mut()) {
            (Some(_), Some(word)) if here == kind => word.push(character),
            (Some(_), _) => words.push(character.to_string()),
            (None, _) => {}
        }
        kind = here;
    }
    words
}

/// Lower case, without accents and without the spellings that writers mix.
fn folded(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter(|&c| {
            !matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{640}' | '\u{200c}'..='\u{200f}')
                && !matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ')
        })
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ą' | 'ā' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'ď' | 'đ' => 'd',
            'è' | 'é' | 'ê' | 'ë' | 'ě' | 'ę' | 'ė' | 'ē' => 'e',
            'ğ' => 'g',
            'ì' | 'í' | 'î' | 'ï' | 'ı' | 'ī' => 'i',
            'ł' | 'ľ' | 'ļ' => 'l',
            'ñ' | 'ń' | 'ň' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
            'ř' => 'r',
            'ś' | 'š' | 'ş' | 'ș' => 's',
            'ť' | 'ţ' | 'ț' => 't',
            'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
            'ý' => 'y',
            'ź' | 'ż' | 'ž' => 'z',
            'ά' => 'α',
            'έ' => 'ε',
            'ή' => 'η',
            'ί' => 'ι',
            'ό' => 'ο',
            'ύ' => 'υ',
            'ώ' => 'ω',
            'ς' => 'σ',
            'أ' | 'إ' | 'آ' => 'ا',
            'ة' => 'ه',
            'ى' | 'ي' => 'ی',
            'ك' => 'ک',
            'ё' => 'е',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

    fn days(names: &[&str]) -> Option<Vec<Weekday>> {
        read(names).map(|days| days.into_iter().map(|(day, _)| day).collect())
    }

    #[test]
    fn every_row_reads_itself() {
        for row in ROWS {
            assert_eq!(days(&row), Some(Weekday::ALL.to_vec()), "{row:?}");
        }
    }

    #[test]
    fn abbreviations_and_orders_of_schools() {
        let week = Some(vec![Mon, Tue, Wed, Thu, Fri]);
        assert_eq!(days(&["ma", "di", "wo", "do", "vr"]), week);
        assert_eq!(days(&["Mo", "Di", "Mi", "Do", "Fr"]), week);
        assert_eq!(days(&["Mo", "Tu", "We", "Th", "Fr"]), week);
        assert_eq!(days(&["Lunedi", "Martedi", "Mercoledi", "Giovedi", "Venerdi"]), week);
        assert_eq!(days(&["Segunda-feira", "Terça-feira", "Quarta-feira", "Quinta-feira", "Sexta-feira"]), week);
        let sunday_week = Some(vec![Sun, Mon, Tue, Wed, Thu]);
        assert_eq!(days(&["الأحد", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس"]), sunday_week);
        assert_eq!(days(&["Al-Ahad", "Al-Ithnayn", "Al-Thulatha", "Al-Arbia", "Al-Khamis"]), sunday_week);
        assert_eq!(days(&["יום ראשון", "יום שני", "יום שלישי", "יום רביעי", "יום חמישי"]), sunday_week);
        assert_eq!(days(&["Saturday", "Sunday", "Monday"]), Some(vec![Sat, Sun, Mon]));
    }

    #[test]
    fn two_weeks_and_what_is_no_week() {
        let two = read(&["MonA", "TueA", "MonB", "TueB"]).unwrap();
        assert_eq!(two[2], (Mon, "b".to_owned()));
        assert_eq!(days(&["Day 1", "Day 2", "Day 3", "Day 4", "Day 5"]), None);
        assert_eq!(days(&["Mon", "Mon", "Mon"]), None);
        assert_eq!(days(&["Mon", "Tue", "Wed", "Mon"]), None);
        assert_eq!(days(&["A", "B", "C", "D", "E"]), None);
        assert_eq!(days(&[]), None);
    }
}
