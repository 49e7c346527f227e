//! The stable codes of everything that can be wrong with a file. A code never changes its meaning.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($code:ident $title:literal,)+) => {
        /// What is wrong. `E` is an error, `W` a warning. The sections of `src/docs/errors.md` say cause and action.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $code,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$code,)+];

            /// As it is printed: `E1203`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)+ }
            }

            /// The title of its section in the docs.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$code => $title,)+ }
            }
        }
    };
}

codes! {
    E0001 "the file is not UTF-8 text",
    E0002 "the file starts with a byte order mark",
    E0003 "the file is empty",
    E0004 "this is not JSON",
    E0005 "nested too deeply",
    E0006 "a key stands twice",

    E0101 "unknown key",
    E0102 "a key is missing",
    E0103 "wrong type",
    E0104 "unknown word",
    E0105 "not a whole number",
    E0106 "a number out of range",
    E0107 "a score outside 0 to 1",
    E0108 "a score with more than three decimals",
    E0109 "not a date",
    E0110 "not a time of day",
    E0111 "not usable as an id",
    E0112 "wrong number of entries",
    E0113 "an empty list",
    E0114 "an entry stands twice in a list",
    E0115 "a lock that is not one key",
    E0116 "wrong format or version",
    E0117 "unknown time zone",

    E1001 "the round ends before it starts",
    E1002 "the round is too long",
    E1003 "a range of dates ends before it starts",
    E1004 "a period ends before it starts",
    E1005 "a period rings twice on one weekday",
    E1006 "not a Monday",
    E1007 "an override contradicts the anchor",
    E1008 "a week in a school without a cycle",

    E1101 "an id stands twice",

    E1201 "unknown school",
    E1202 "unknown focus",
    E1203 "unknown teacher",
    E1204 "unknown period",
    E1205 "unknown week",
    E1206 "unknown lesson",
    E1207 "unknown supervisor",
    E1208 "unknown source of supply",

    E1301 "a teacher is their own line manager",

    E1401 "the teachers of a lesson are of different schools",
    E1402 "the school of a lesson can't be told",
    E1403 "a lesson needs either a weekday or a date",
    E1404 "a dated lesson with a week",
    E1405 "a lesson on a day on which its school does not teach",
    E1406 "the period does not ring on that weekday",
    E1407 "a lesson starts in a period that is none for lessons",
    E1408 "a lesson runs past the last period",
    E1409 "a qualified cover without a subject",

    E1501 "a journey from a school to itself",
    E1502 "a journey stands twice",

    E1601 "the ladder of `unserved` rises",
    E1602 "the ladder of `staff_cover` falls",
    E1603 "a pair of one teacher",
    E1604 "a pair stands twice",
    E1605 "walks or groups whose kind is not in play",

    E1701 "a lock that says nothing",
    E1702 "an id with a source that has none",

    E1801 "the least is more than the most",

    E1901 "understood, not supported by this version",

    E3001 "a number of more than 64 bits",
    E3002 "not a gap",
    E3003 "the id of an arrangement stands twice",
    E3004 "a hire that does not say what is hired",
    E3005 "the effect of a change is not told",
    E3006 "a key of another kind or mode",

    E4001 "nothing that the instance limits",
    E4002 "nothing that is counted",
    E4003 "a decision without one side",

    E5001 "a list that can't be patched by id",
    E5002 "nothing with that id to remove",
    E5003 "an entry patched by neither an object nor null",
    E5004 "a patch that changes an id",
    E5005 "a file that can't be read",
    E5006 "a name that stands twice",
    E5007 "a line that is too long",
    E5008 "a line without one instance",

    W2001 "two lessons of one teacher at one time",
    W2002 "a time pattern that never applies",
    W2003 "a period that never rings",
    W2004 "history of somebody who is not in the instance",
    W2005 "a rule without effect",
    W2006 "a request that nothing can match",

    W3101 "a claim is left out of the plan",
}

impl Code {
    /// Whether it warns only.
    #[must_use]
    pub fn is_warning(self) -> bool {
        self.as_str().starts_with('W')
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
