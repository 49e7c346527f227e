//! Changes of a re-plan -> wire.

use crate::domain::{Changed, Element, Manner, TakenBy};
use crate::format::wire::{self, CoverSource, IsoDate};

/// One change.
pub(super) fn changed(change: &Changed) -> wire::Changed<'_> {
    wire::Changed { was: change.was.as_ref().map(element), now: change.now.as_ref().map(element), pence: change.pence }
}

pub(super) fn element(element: &Element) -> wire::Element<'_> {
    match element {
        Element::Visit { date, period, observer, host, lesson, manner } => wire::Element::Visit(wire::VisitElement {
            observer,
            host,
            lesson,
            date: IsoDate(*date),
            period,
            mode: match manner {
                Manner::InPerson => wire::Mode::InPerson,
                Manner::Film => wire::Mode::Video,
                Manner::Exchange => wire::Mode::Swap,
            },
        }),
        Element::Cover { date, period, lesson, by } => {
            wire::Element::Cover(wire::CoverLock { lesson, date: IsoDate(*date), period, by: taken_by(by) })
        }
        Element::Conversation { date, period, school, members } => {
            wire::Element::Conversation(wire::ConversationElement {
                members: members.iter().map(String::as_str).collect(),
                date: IsoDate(*date),
                school,
                period,
            })
        }
    }
}

fn taken_by(by: &TakenBy) -> wire::CoverBy<'_> {
    let (source, id, lesson) = match by {
        TakenBy::NoneNeeded => (CoverSource::NoneNeeded, None, None),
        TakenBy::Study => (CoverSource::Study, None, None),
        TakenBy::Supervisor(id) => (CoverSource::Supervisor, Some(id.as_str()), None),
        TakenBy::Staff(id) => (CoverSource::Staff, Some(id.as_str()), None),
        TakenBy::Supply(id) => (CoverSource::Supply, Some(id.as_str()), None),
        TakenBy::Join(lesson) => (CoverSource::Join, None, Some(lesson.as_str())),
    };
    wire::CoverBy { source, id, lesson }
}
