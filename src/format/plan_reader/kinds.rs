//! What only some kinds of arrangement, and some modes of visits, have.

use crate::domain::{Conversation, Kind, Mode, Pence, Taught, TeacherId, Viewing};
use crate::format::decode::Fields;
use crate::format::rules::plan as rules;
use crate::format::scalars::date;
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::Reader;
use super::sums::amount;
use super::words::ModeWord;

/// What lessons planned together have, for messages.
const PLANNED: &str = "lessons planned together";

/// What films have, for messages.
const FILMS: &str = "visits of the mode \"video\"";

/// The value, the meetings and the lessons taught of an arrangement.
type Planned = (Pence, Vec<Conversation>, Vec<Taught>);

impl Reader<'_> {
    /// The keys of lessons planned together; what another kind has of them is an error.
    pub(super) fn planned(&self, kind: Option<Kind>, fields: &mut Fields<'_, '_>) -> Planned {
        // Of a kind that can't be read nothing is known.
        if let Some(shape) = kind.and_then(Kind::shape).filter(|shape| !shape.planned) {
            for key in ["value", "meetings", "teaches"] {
                fields.optional(key, |node, sink| {
                    rules::e3006_key_of_another_kind(shape.name, key, PLANNED, node.span, sink);
                    Some(())
                });
            }
            return Planned::default();
        }
        let value = fields.optional("value", amount).unwrap_or_default();
        let meetings = fields.list("meetings", |node, sink| self.conversation(node, sink));
        let teaches = fields.list("teaches", |node, sink| self.taught(node, sink));
        (value, meetings, teaches)
    }

    fn taught<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Taught> {
        let mut fields = Fields::of(node, "a lesson taught", sink)?;
        let teacher = fields.required("teacher", |node, sink| self.context.teacher(node, sink));
        let at = self.place(&mut fields);
        let again = fields.flag("again", false);
        fields.finish();
        Some(Taught { teacher: teacher?, at: at.occurrence()?, again })
    }

    /// How a visit is made, and what its film costs; `word` is `None` where it could not be read.
    pub(super) fn mode(
        &self,
        word: Option<ModeWord>,
        observer: Option<TeacherId>,
        fields: &mut Fields<'_, '_>,
    ) -> (Option<Mode>, Pence) {
        let plain = match word {
            Some(ModeWord::InPerson) => Mode::InPerson,
            Some(ModeWord::Swap) => Mode::Exchange,
            Some(ModeWord::Video) => {
                let viewing = fields.required("watch", |node, sink| self.viewing(observer, node, sink));
                let money = fields.optional("money", amount).unwrap_or_default();
                return (viewing.map(Mode::Film), money);
            }
            None => {
                // Of which mode the keys are can't be told.
                fields.node("watch");
                fields.node("money");
                return (None, 0);
            }
        };
        let of = if plain == Mode::InPerson { "a visit in person" } else { "a visit of the mode \"swap\"" };
        for key in ["watch", "money"] {
            fields.optional(key, |node, sink| {
                rules::e3006_key_of_another_kind(of, key, FILMS, node.span, sink);
                Some(())
            });
        }
        (Some(plain), 0)
    }

    /// When a film is watched; the period is one of the observer's school.
    fn viewing<'n>(&self, observer: Option<TeacherId>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Viewing> {
        let mut fields = Fields::of(node, "a viewing", sink)?;
        let date = fields.required("date", date);
        let school = observer.map(|observer| self.problem.teachers[observer].school);
        let period = fields.required("period", |node, sink| self.context.period(node, school, sink));
        fields.finish();
        Some(Viewing { date: date?, period: period? })
    }
}
