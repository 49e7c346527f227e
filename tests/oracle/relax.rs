//! What each rule does: the same instance without it. A rule binds where the optimum then differs.

use opendoor::domain::{
    ConversationRule, CoverNeed, Keyed, Kind, LineManagers, Lock, PeriodUse, Problem, ProtectedRule, ProtectedUse,
    Score, StaffCover, SupplyUnit, Travel, Triads, When,
};

/// A rule, a knob or a fact of the instance, and how to take it away.
pub type Relaxation = (&'static str, fn(&mut Problem));

fn locks(problem: &mut Problem, gone: fn(&Lock) -> bool) {
    problem.locks.retain(|lock| !gone(lock));
}

/// Everything that is to bind.
pub const RELAXATIONS: &[Relaxation] = &[
    // Time and place.
    ("unavailable, periods", |p| p.teachers.iter_mut().for_each(|t| t.unavailable.retain(|u| u.periods.is_none()))),
    ("unavailable, whole day", |p| p.teachers.iter_mut().for_each(|t| t.unavailable.retain(|u| u.periods.is_some()))),
    ("busy, periods", |p| p.teachers.iter_mut().for_each(|t| t.busy.retain(|b| b.periods.is_none()))),
    ("busy, whole day", |p| p.teachers.iter_mut().for_each(|t| t.busy.retain(|b| b.periods.is_some()))),
    ("patterns of one date", |p| {
        for teacher in &mut p.teachers {
            for list in [&mut teacher.unavailable, &mut teacher.busy, &mut teacher.protected] {
                list.retain(|pattern| pattern.date.is_none());
            }
        }
    }),
    ("patterns of one cycle week", |p| {
        for teacher in &mut p.teachers {
            for list in [&mut teacher.unavailable, &mut teacher.busy, &mut teacher.protected] {
                list.retain(|pattern| pattern.week.is_none());
            }
        }
    }),
    ("protected time", |p| p.teachers.iter_mut().for_each(|t| t.protected.clear())),
    ("consent", |p| p.teachers.iter_mut().for_each(|t| t.protected_use = ProtectedUse::Watch)),
    ("rules.protected", |p| p.rules.protected = ProtectedRule::Consent),
    ("protected_quota", |p| p.rules.protected_quota = Score::ZERO),
    ("periods_lent", |p| p.teachers.iter_mut().for_each(|t| t.periods_lent_per_week = 99)),
    ("after_max_per_week", |p| p.rules.after_max_per_week = 99),
    ("overlapping periods", |p| {
        for school in &mut p.schools {
            for at in 1..school.bell.len() {
                if school.bell[at].usage == PeriodUse::Lesson && school.period_ids[school.bell[at].period] == "x" {
                    (school.bell[at].start, school.bell[at].end) = (1_200, 1_260);
                }
            }
        }
    }),
    ("two bookings in one period", |p| {
        p.lessons = p.lessons.iter().filter(|l| !l.id.starts_with("again")).cloned().collect();
    }),
    // Calendar.
    ("closed days", |p| p.schools.iter_mut().for_each(|s| s.closed.clear())),
    ("released staff", |p| {
        p.schools.iter_mut().flat_map(|s| &mut s.closed).for_each(|closed| closed.staff_released = false);
    }),
    ("cycle weeks of lessons", |p| {
        for lesson in &mut p.lessons {
            if let When::Weekly { week, .. } = &mut lesson.when {
                *week = None;
            }
        }
    }),
    ("cycle overrides", |p| p.schools.iter_mut().filter_map(|s| s.cycle.as_mut()).for_each(|c| c.overrides.clear())),
    ("skip_closed_weeks", |p| {
        p.schools.iter_mut().filter_map(|s| s.cycle.as_mut()).for_each(|c| c.skip_closed_weeks ^= true);
    }),
    ("lessons of one date", |p| {
        p.lessons = p.lessons.iter().filter(|l| !matches!(l.when, When::Once(_))).cloned().collect();
    }),
    ("from and until", |p| p.lessons.iter_mut().for_each(|l| (l.from, l.until) = (None, None))),
    ("double lessons", |p| p.lessons.iter_mut().for_each(|l| l.length = 1)),
    ("classes away", |p| p.classes.iter_mut().for_each(|c| c.away.clear())),
    ("notice_days", |p| p.rules.notice_days = 0),
    ("visit_span_days", |p| p.rules.visit_span_days = 99),
    ("leaders_first", |p| p.rules.leaders_first = 0),
    // Conversations.
    ("conversation required", |p| {
        if p.rules.conversation == ConversationRule::Required {
            p.rules.conversation = ConversationRule::None;
        }
    }),
    ("conversation preferred", |p| {
        if p.rules.conversation == ConversationRule::Preferred {
            p.rules.conversation = ConversationRule::None;
        }
    }),
    ("conversation_within_days", |p| p.rules.conversation_within_days = 99),
    ("conversation_in", |p| p.rules.conversation_in = vec![PeriodUse::Lesson, PeriodUse::Break, PeriodUse::After]),
    // Who with whom.
    ("pairs in play", |p| p.rules.arrangements.retain(|kind| *kind != Kind::Pair)),
    ("triads in play", |p| p.rules.arrangements.retain(|kind| *kind != Kind::Triad)),
    ("triads never", |p| {
        if p.rules.triads == Triads::Never {
            p.rules.triads = Triads::Free;
        }
    }),
    ("triads odd", |p| {
        if p.rules.triads == Triads::Odd {
            p.rules.triads = Triads::Free;
        }
    }),
    ("line_managers", |p| p.rules.line_managers = LineManagers::Allowed),
    ("forbid", |p| p.rules.forbid.clear()),
    ("must", |p| p.rules.must.clear()),
    ("prefer", |p| p.rules.prefer.clear()),
    ("avoid", |p| p.rules.avoid.clear()),
    ("repeat_partner", |p| p.history.iter_mut().for_each(|h| h.partners.clear())),
    ("same_department", |p| p.rates.same_department = 0),
    ("min_match", |p| p.rules.min_match = Score::ZERO),
    ("asks", |p| p.teachers.iter_mut().for_each(|t| t.asks.clear())),
    ("visits", |p| p.teachers.iter_mut().for_each(|t| t.visits = 1)),
    ("participates", |p| p.teachers.iter_mut().for_each(|t| t.participates = true)),
    ("unserved", |p| p.rates.unserved = vec![0]),
    // Hosting.
    ("open", |p| p.lessons.iter_mut().for_each(|l| l.open = true)),
    ("observers_per_lesson", |p| p.rules.observers_per_lesson = 99),
    ("hosting.max", |p| p.teachers.iter_mut().for_each(|t| t.hosting.max = Some(99))),
    ("hosting.max_per_year", |p| p.teachers.iter_mut().for_each(|t| t.hosting.max_per_year = None)),
    ("history: hosted", |p| p.history.iter_mut().for_each(|h| h.hosted.clear())),
    ("watched_max", |p| {
        p.rules.class_watched_max = 99;
        p.classes.iter_mut().for_each(|c| c.watched_max = None);
    }),
    // Cover.
    ("cover_max", |p| {
        p.rules.class_cover_max = 99;
        p.classes.iter_mut().for_each(|c| c.cover_max = None);
    }),
    ("cover never", |p| {
        p.lessons.iter_mut().filter(|l| l.cover == CoverNeed::Never).for_each(|l| l.cover = CoverNeed::Any);
    }),
    ("cover qualified", |p| {
        p.lessons.iter_mut().filter(|l| l.cover == CoverNeed::Qualified).for_each(|l| l.cover = CoverNeed::Any);
    }),
    ("cover.subjects", |p| p.teachers.iter_mut().for_each(|t| t.cover.subjects = None)),
    ("co-taught lessons", |p| p.lessons.iter_mut().for_each(|l| l.teachers.truncate(1))),
    ("study_release", |p| p.classes.iter_mut().for_each(|c| c.study_release = 99)),
    ("study money", |p| p.study_money = 0),
    ("exam classes", |p| p.classes.iter_mut().for_each(|c| c.exam = false)),
    ("supervisors", |p| p.supervisors = Keyed::new()),
    ("supervisors' available", |p| p.supervisors.iter_mut().for_each(|s| s.available = None)),
    ("supervisors' max_per_day", |p| p.supervisors.iter_mut().for_each(|s| s.max_per_day = None)),
    ("keep_back", |p| p.rules.keep_back = 0),
    ("supply by the day", |p| day(p, SupplyUnit::Day)),
    ("supply by the half day", |p| day(p, SupplyUnit::HalfDay)),
    ("supply by the period", |p| day(p, SupplyUnit::Period)),
    ("supply max_per_day", |p| p.supply.iter_mut().for_each(|s| s.max_per_day = None)),
    ("staff_cover rule", |p| p.rules.staff_cover = StaffCover::All),
    ("willing", |p| p.teachers.iter_mut().for_each(|t| t.cover.willing = Some(true))),
    ("staff_cover ladder", |p| p.rates.staff_cover.truncate(1)),
    ("cover.max_per_day", |p| p.teachers.iter_mut().for_each(|t| t.cover.max_per_day = 99)),
    ("cover.max_per_week", |p| p.teachers.iter_mut().for_each(|t| t.cover.max_per_week = None)),
    ("cover.max_per_round", |p| p.teachers.iter_mut().for_each(|t| t.cover.max_per_round = None)),
    ("already", |p| p.teachers.iter_mut().for_each(|t| t.cover.already.clear())),
    ("remember_covers", |p| p.rules.remember_covers = false),
    ("away_at_once, school", |p| p.rules.away_at_once.school = None),
    ("away_at_once, department", |p| p.rules.away_at_once.department = None),
    // Money.
    ("budget money", |p| p.budget.money = None),
    ("budget per_school", |p| p.budget.per_school.clear()),
    ("budget per_week", |p| p.budget.per_week = None),
    ("budget cover_periods", |p| p.budget.cover_periods = None),
    // Partner schools.
    ("travel minutes", |p| p.travel.iter_mut().for_each(|way| way.minutes = 0)),
    ("travel money", |p| p.travel.iter_mut().for_each(|way| way.money = 0)),
    ("no way between schools", |p| {
        let schools: Vec<_> = p.schools.keys().collect();
        if schools.len() > 1 && p.travel.is_empty() {
            p.travel = vec![Travel { between: [schools[0], schools[1]], minutes: 0, money: 0 }];
        }
    }),
    ("partner_school", |p| p.rates.partner_school = 0),
    ("fresh_expertise", |p| p.rates.fresh_expertise = 0),
    // Locks.
    ("lock pair", |p| locks(p, |lock| matches!(lock, Lock::Pair(_)))),
    ("lock visit", |p| locks(p, |lock| matches!(lock, Lock::Visit(_)))),
    ("lock cover", |p| locks(p, |lock| matches!(lock, Lock::Cover(_)))),
    ("lock conversation", |p| locks(p, |lock| matches!(lock, Lock::Conversation { .. }))),
    ("lock never_on", |p| locks(p, |lock| matches!(lock, Lock::NeverOn { .. }))),
    ("lock out", |p| locks(p, |lock| matches!(lock, Lock::Out(_)))),
];

/// Units of this kind become days; days become free.
fn day(problem: &mut Problem, unit: SupplyUnit) {
    for supply in problem.supply.iter_mut().filter(|supply| supply.unit == unit) {
        supply.unit = SupplyUnit::Day;
        if unit == SupplyUnit::Day {
            supply.money = 0;
        }
    }
}
