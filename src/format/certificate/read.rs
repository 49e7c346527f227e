//! JSON -> certificate.

use super::FORMAT;
use super::row::Names;
use crate::domain::{Certificate, Decision, Leaf, Problem, Row, Side, TeacherId, Vertex, VertexSet};
use crate::format::decode::{Fields, list, text};
use crate::format::diagnostic::{Report, locate};
use crate::format::instance::Context;
use crate::format::rules::{certificate as rules, shape};
use crate::format::scalars::{MAX_COUNT, MAX_PENCE, count, whole, within};
use crate::format::sink::Sink;
use crate::format::tree::{self, Node, Value};

/// The largest price and dual, milli-pence: a thousand times the largest sum of money of an instance is not beyond it.
const MAX_MILLI: i64 = 1_000 * MAX_PENCE;

/// A bound in pence, of the same range as the sums of a plan.
const MAX_BOUND: i64 = 999_999_999_999_999_999;

/// Reads a certificate of `problem`.
///
/// Whether its `instance` is the hash of the instance is for the caller to see, who has the bytes of both; whether it
/// proves anything, for [`prove`](crate::verify::prove).
///
/// # Errors
/// Everything that is wrong with the file, each with its place.
pub fn read_certificate(source: &[u8], problem: &Problem) -> Result<Certificate, Report> {
    let mut sink = Sink::new();
    let root = tree::parse(source, &[], &mut sink);
    let reader = Reader { context: Context::of_problem(problem), names: Names::new(problem) };
    let certificate = root.as_ref().and_then(|root| reader.certificate(root, &mut sink));
    let failed = sink.has_errors();
    let diagnostics = locate(sink, root.as_ref(), source);
    certificate.filter(|_| !failed).ok_or(Report { diagnostics })
}

struct Reader<'p> {
    context: Context<'p>,
    names: Names<'p>,
}

impl Reader<'_> {
    fn certificate<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Certificate> {
        let mut fields = Fields::of(node, "a certificate", sink)?;
        fields
            .required("format", |node, sink| shape::e0116_wrong_format(text(node, sink)?, node.span, FORMAT, sink))?;
        let instance = fields.required("instance", text);
        let bound = fields.required("bound", |node, sink| whole(node, -MAX_BOUND..=MAX_BOUND, sink));
        let leaves = fields.required("leaves", |node, sink| match &node.value {
            Value::List(leaves) if leaves.is_empty() => shape::e0112_wrong_number(node.span, 0, "a leaf or more", sink),
            _ => list(node, sink, |one, sink| self.leaf(one, sink)),
        });
        fields.finish();
        Some(Certificate { instance: instance?.to_owned(), bound: bound?, leaves: leaves? })
    }

    fn leaf<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Leaf> {
        let mut fields = Fields::of(node, "a leaf", sink)?;
        let branch = fields.required("branch", |node, sink| list(node, sink, |one, sink| self.decision(one, sink)));
        let prices = fields.required("prices", |node, sink| list(node, sink, |one, sink| self.price(one, sink)));
        let vertices = fields.required("vertices", |node, sink| list(node, sink, |one, sink| self.dual(one, sink)));
        let odd_sets = fields.required("odd_sets", |node, sink| list(node, sink, |one, sink| self.odd_set(one, sink)));
        fields.finish();
        Some(Leaf { branch: branch?, prices: prices?, vertices: vertices?, odd_sets: odd_sets? })
    }

    fn decision<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Decision> {
        let mut fields = Fields::of(node, "a decision", sink)?;
        let counted = fields.required("count", |node, sink| {
            let text = text(node, sink)?;
            self.names.counted(text).or_else(|| rules::e4002_no_count(text, node.span, sink))
        });
        let before = fields.sink().errors();
        let sides = [
            fields.optional("at_least", count).map(Side::AtLeast),
            fields.optional("at_most", count).map(Side::AtMost),
        ];
        let failed = fields.sink().errors() > before;
        let sides: Vec<Side> = sides.into_iter().flatten().collect();
        let side = match sides[..] {
            [side] => Some(side),
            _ if failed => None,
            _ => rules::e4003_not_one_side(node.span, sides.len(), fields.sink()),
        };
        fields.finish();
        Some(Decision { counted: counted?, side: side? })
    }

    fn price<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<(Row, i64)> {
        let mut fields = Fields::of(node, "a price", sink)?;
        let row = fields.required("row", |node, sink| {
            let text = text(node, sink)?;
            self.names.row(text).or_else(|| rules::e4001_no_row(text, node.span, sink))
        });
        let price = fields.required("milli_pence", milli);
        fields.finish();
        Some((row?, price?))
    }

    fn dual<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<(Vertex, i64)> {
        let mut fields = Fields::of(node, "a vertex", sink)?;
        let vertex = self.vertex(&mut fields);
        let dual = fields.required("half_milli_pence", milli);
        fields.finish();
        Some((vertex?, dual?))
    }

    fn odd_set<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<VertexSet> {
        let mut fields = Fields::of(node, "an odd set", sink)?;
        let members = fields.required("members", |node, sink| {
            list(node, sink, |one, sink| {
                let mut fields = Fields::of(one, "a vertex", sink)?;
                let vertex = self.vertex(&mut fields);
                fields.finish();
                vertex
            })
        });
        let dual = fields.required("half_milli_pence", milli);
        fields.finish();
        Some(VertexSet { members: members?, dual: dual? })
    }

    fn vertex(&self, fields: &mut Fields<'_, '_>) -> Option<Vertex> {
        let teacher: Option<TeacherId> = fields.required("teacher", |node, sink| self.context.teacher(node, sink));
        // Partners are counted from 1 in the file.
        let partner = fields.required("partner", within(1, MAX_COUNT));
        Some(Vertex { teacher: teacher?, copy: partner? - 1 })
    }
}

/// A price or dual: 0 or more.
fn milli<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<i64> {
    whole(node, 0..=MAX_MILLI, sink)
}
