//! Decoder of `rates`.

use crate::domain::{Pence, Rates};
use crate::format::decode::{At, Fields, each_at, list};
use crate::format::rules::{policy as demands, shape};
use crate::format::scalars::{pence, signed_pence, within};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::policy::only;

/// Most per cent of a rate that is a share.
const MOST_PERCENT: u32 = 1000;

/// `rates`, over the defaults.
pub fn rates<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Rates> {
    let preset = Rates::default();
    let mut fields = Fields::of(node, "`rates`", sink)?;
    let f = &mut fields;
    let percent = || within(0, MOST_PERCENT);
    let rates = Rates {
        unserved: ladder(f, "unserved", demands::e1601_unserved_rises).unwrap_or(preset.unserved),
        learning: f.optional("learning", pence).unwrap_or(preset.learning),
        feedback: f.optional("feedback", pence).unwrap_or(preset.feedback),
        partner_school: f.optional("partner_school", pence).unwrap_or(preset.partner_school),
        fresh_expertise: f.optional("fresh_expertise", pence).unwrap_or(preset.fresh_expertise),
        free_period: f.optional("free_period", pence).unwrap_or(preset.free_period),
        after_period: f.optional("after_period", pence).unwrap_or(preset.after_period),
        protected_period: f.optional("protected_period", pence).unwrap_or(preset.protected_period),
        staff_cover: ladder(f, "staff_cover", demands::e1602_staff_cover_falls).unwrap_or(preset.staff_cover),
        class_without_teacher: f.optional("class_without_teacher", pence).unwrap_or(preset.class_without_teacher),
        exam_class_without_teacher: f
            .optional("exam_class_without_teacher", pence)
            .unwrap_or(preset.exam_class_without_teacher),
        study: f.optional("study", pence).unwrap_or(preset.study),
        join: f.optional("join", pence).unwrap_or(preset.join),
        repeat_partner: f.optional("repeat_partner", pence).unwrap_or(preset.repeat_partner),
        prefer: f.optional("prefer", pence).unwrap_or(preset.prefer),
        avoid: f.optional("avoid", pence).unwrap_or(preset.avoid),
        same_department: f.optional("same_department", signed_pence).unwrap_or(preset.same_department),
        leader_late: f.optional("leader_late", pence).unwrap_or(preset.leader_late),
        no_conversation: f.optional("no_conversation", pence).unwrap_or(preset.no_conversation),
        swap_percent: f.optional("swap_percent", percent()).unwrap_or(preset.swap_percent),
        plan_together_percent: f.optional("plan_together_percent", percent()).unwrap_or(preset.plan_together_percent),
        video_percent: f.optional("video_percent", percent()).unwrap_or(preset.video_percent),
        walk_stop: only(f, "walk_stop", preset.walk_stop, pence, |p| p),
        walk_unplaced: only(f, "walk_unplaced", preset.walk_unplaced, pence, |p| p),
        same_group: only(f, "same_group", preset.same_group, pence, |p| p),
        change: f.optional("change", pence).unwrap_or(preset.change),
        change_published: f.optional("change_published", pence).unwrap_or(preset.change_published),
    };
    fields.finish();
    Some(rates)
}

/// A list of pence whose last entry repeats.
fn ladder(fields: &mut Fields<'_, '_>, key: &'static str, shaped: fn(&[At<Pence>], &mut Sink)) -> Option<Vec<Pence>> {
    fields.optional(key, |node, sink| {
        let steps = list(node, sink, each_at(pence))?;
        shape::e0113_empty_list(node, "step", sink);
        shaped(&steps, sink);
        Some(steps.into_iter().map(|step| step.value).collect())
    })
}
