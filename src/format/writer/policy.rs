//! Rules and rates: only what differs from the profile is written.

use super::instance::Ids;
use super::{differing, filled};
use crate::domain;
use crate::format::wire;

/// The rules that differ from those of the profile.
pub(super) fn rules<'a>(ids: Ids<'a>, rules: &'a domain::Rules, profile: domain::Profile) -> Option<wire::Rules<'a>> {
    let usual = &domain::Rules::of(profile);
    if rules == usual {
        return None;
    }
    let pairs = |pairs: &[_]| filled(ids.pairs(pairs));
    Some(wire::Rules {
        arrangements: (rules.arrangements != usual.arrangements)
            .then(|| rules.arrangements.iter().map(|&one| one.into()).collect()),
        triads: differing(rules.triads, usual.triads).map(Into::into),
        staff_cover: differing(rules.staff_cover, usual.staff_cover).map(Into::into),
        protected: differing(rules.protected, usual.protected).map(Into::into),
        protected_quota: differing(rules.protected_quota, usual.protected_quota).map(Into::into),
        line_managers: differing(rules.line_managers, usual.line_managers).map(Into::into),
        observers_per_lesson: differing(rules.observers_per_lesson, usual.observers_per_lesson),
        class_cover_max: differing(rules.class_cover_max, usual.class_cover_max),
        class_watched_max: differing(rules.class_watched_max, usual.class_watched_max),
        away_at_once: differing(rules.away_at_once, usual.away_at_once)
            .map(|away| wire::AwayAtOnce { school: away.school, department: away.department }),
        after_max_per_week: differing(rules.after_max_per_week, usual.after_max_per_week),
        keep_back: differing(rules.keep_back, usual.keep_back),
        notice_days: differing(rules.notice_days, usual.notice_days),
        visit_span_days: differing(rules.visit_span_days, usual.visit_span_days),
        conversation: differing(rules.conversation, usual.conversation).map(Into::into),
        conversation_within_days: differing(rules.conversation_within_days, usual.conversation_within_days),
        conversation_in: (rules.conversation_in != usual.conversation_in)
            .then(|| rules.conversation_in.iter().map(|&one| one.into()).collect()),
        one_way_conversation: differing(rules.one_way_conversation, usual.one_way_conversation).map(Into::into),
        leaders_first: differing(rules.leaders_first, usual.leaders_first),
        min_match: differing(rules.min_match, usual.min_match).map(Into::into),
        must: pairs(&rules.must),
        forbid: pairs(&rules.forbid),
        prefer: pairs(&rules.prefer),
        avoid: pairs(&rules.avoid),
        video: rules.video.as_ref().map(|video| wire::Video {
            kits: video.kits.iter().map(|&(school, kits)| (ids.school(school), kits)).collect(),
            money_per_recording: differing(video.money_per_recording, 0),
            min_strength: differing(video.min_strength, domain::Score::ZERO).map(Into::into),
        }),
        walk_companions: differing(rules.walk_companions, usual.walk_companions),
        walk_minutes: differing(rules.walk_minutes, usual.walk_minutes),
        new_staff_visits: differing(rules.new_staff_visits, usual.new_staff_visits),
        remember_covers: differing(rules.remember_covers, usual.remember_covers),
    })
}

/// The rates that differ from the defaults.
pub(super) fn rates(rates: &domain::Rates) -> Option<wire::Rates> {
    let usual = &domain::Rates::default();
    if rates == usual {
        return None;
    }
    Some(wire::Rates {
        unserved: (rates.unserved != usual.unserved).then(|| rates.unserved.clone()),
        learning: differing(rates.learning, usual.learning),
        feedback: differing(rates.feedback, usual.feedback),
        partner_school: differing(rates.partner_school, usual.partner_school),
        fresh_expertise: differing(rates.fresh_expertise, usual.fresh_expertise),
        free_period: differing(rates.free_period, usual.free_period),
        after_period: differing(rates.after_period, usual.after_period),
        protected_period: differing(rates.protected_period, usual.protected_period),
        staff_cover: (rates.staff_cover != usual.staff_cover).then(|| rates.staff_cover.clone()),
        class_without_teacher: differing(rates.class_without_teacher, usual.class_without_teacher),
        exam_class_without_teacher: differing(rates.exam_class_without_teacher, usual.exam_class_without_teacher),
        study: differing(rates.study, usual.study),
        join: differing(rates.join, usual.join),
        repeat_partner: differing(rates.repeat_partner, usual.repeat_partner),
        prefer: differing(rates.prefer, usual.prefer),
        avoid: differing(rates.avoid, usual.avoid),
        same_department: differing(rates.same_department, usual.same_department),
        leader_late: differing(rates.leader_late, usual.leader_late),
        no_conversation: differing(rates.no_conversation, usual.no_conversation),
        swap_percent: differing(rates.swap_percent, usual.swap_percent),
        plan_together_percent: differing(rates.plan_together_percent, usual.plan_together_percent),
        video_percent: differing(rates.video_percent, usual.video_percent),
        walk_stop: differing(rates.walk_stop, usual.walk_stop),
        walk_unplaced: differing(rates.walk_unplaced, usual.walk_unplaced),
        same_group: differing(rates.same_group, usual.same_group),
        change: differing(rates.change, usual.change),
        change_published: differing(rates.change_published, usual.change_published),
    })
}
