//! JSON in and out: the instance, the plan and the certificate, with every error at its place in the source.
//!
//! Reading goes in steps: bytes to a tree with places (`parser`, `tree`), then one decoder per type (`decode`,
//! `scalars`, `instance`), which resolves what it refers to. The long lists of an instance are gone through first and
//! made trees entry by entry, when their decoder comes to them: of a large file there is never more than one entry as
//! a tree. Each step reports to a `sink` and goes on; what is demanded stands in `rules`, one function per code. At the
//! end every finding gets its pointer, line and column (`place`).
//! Writing goes through the types of [`wire`], of which [`schema`] is made too.

mod certificate;
mod code;
mod decode;
mod diagnostic;
mod document;
mod instance;
mod nearest;
mod parser;
mod place;
mod plan_reader;
mod render;
mod rules;
mod scalars;
pub mod schema;
mod sink;
mod tree;
pub mod wire;
mod words;
mod writer;

#[cfg(test)]
mod samples;

pub use certificate::{read_certificate, write_certificate};
pub use code::Code;
pub use diagnostic::{Diagnostic, Report};
pub use document::{Complaint, Document, pointer_to};
pub use instance::{FORMAT, Reading, read_instance};
pub use nearest::nearest;
pub use plan_reader::{PlanReading, read_plan};
pub use rules::patch;
pub use writer::{element, write_instance, write_instance_to, write_plan};

use sha2::{Digest, Sha256};

/// `sha256:` and the hash of a document's RFC 8785 form in hexadecimal: the same however it is laid out.
///
/// # Panics
/// Never: a JSON value has string keys and finite numbers.
#[must_use]
pub fn canonical_hash(document: &serde_json::Value) -> String {
    hash_of(&serde_json_canonicalizer::to_vec(document).expect("a JSON value has a canonical form"))
}

/// `sha256:` and the hash of `bytes` in hexadecimal.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut hash = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        // A String takes everything.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}
