//! What reading and writing hold in memory, counted in bytes asked for: the bounds that `src/docs/format.md` states.
//! The counting allocator is why these tests are a program of their own.

#![allow(unsafe_code, reason = "an allocator that counts can't be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use opendoor::format::{read_instance, write_instance, write_instance_to};
use opendoor::generate::{Preset, Spec, generate};

thread_local! {
    /// Bytes that this thread holds, and the most it held since it was asked last.
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

/// The allocator of the system, with a count by thread: tests run side by side.
struct Counting;

impl Counting {
    fn count(bytes: isize) {
        // A thread that ends has no count any more.
        let _ = HELD.try_with(|held| {
            let (now, most) = held.get();
            held.set((now + bytes, most.max(now + bytes)));
        });
    }
}

fn bytes(layout: Layout) -> isize {
    isize::try_from(layout.size()).expect("no layout is larger")
}

// SAFETY: everything is done by the allocator of the system. What grows is allocated anew and copied, so both count.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::count(bytes(layout));
        // SAFETY: the caller keeps the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        Self::count(-bytes(layout));
        // SAFETY: the caller keeps the contract, and `alloc` took it from there.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `work` gives, the bytes that it left, and the most that were held meanwhile, on top of those before.
fn counted<T>(work: impl FnOnce() -> T) -> (T, usize, usize) {
    let before = HELD.with(|held| {
        let (now, _) = held.get();
        held.set((now, now));
        now
    });
    let made = work();
    let (now, most) = HELD.with(Cell::get);
    let above = |bytes: isize| usize::try_from(bytes - before).unwrap_or(0);
    (made, above(now), above(most))
}

fn specs() -> [Spec; 5] {
    [
        Spec::of(Preset::Secondary),
        Spec::of(Preset::Primary),
        Spec::of(Preset::Trust),
        Spec { schools: 10, ..Spec::of(Preset::Trust) },
        Spec { schools: 20, ..Spec::of(Preset::District) },
    ]
}

/// The same JSON without a blank.
fn dense(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    value.to_string()
}

#[test]
fn reading_holds_what_is_stated_and_no_more() {
    for spec in specs() {
        let text = write_instance(&generate(&spec));
        let (reading, left, most) = counted(|| read_instance(text.as_bytes()).expect("a sound instance"));
        let teachers = reading.problem.teachers.len();
        assert!(most <= 10_000 * teachers, "{most} bytes for {teachers} teachers");
        assert!(2 * most <= 3 * text.len(), "{most} bytes for a file of {}", text.len());
        assert!(left <= text.len(), "{left} bytes stay, of a file of {}", text.len());

        // Blanks cost nothing: what is held depends on what the file says.
        let dense = dense(&text);
        let (again, _, of_dense) = counted(|| read_instance(dense.as_bytes()).expect("the same instance"));
        assert_eq!(again.problem, reading.problem);
        assert!(of_dense.abs_diff(most) * 100 <= most, "{of_dense} bytes without blanks, {most} with them");
    }
}

#[test]
fn a_second_trust_costs_no_more_than_the_first() {
    let most = |schools: u32| {
        let text = write_instance(&generate(&Spec { schools, ..Spec::of(Preset::Trust) }));
        counted(|| read_instance(text.as_bytes()).is_ok()).2
    };
    let (one, four) = (most(5), most(20));
    assert!(four * 10 <= 4 * one * 11, "{one} bytes for five schools, {four} for twenty");
}

#[test]
fn wrong_entries_leave_only_what_is_said_of_them() {
    let text = write_instance(&generate(&Spec::of(Preset::Trust)));
    let wrong = text.replace("\"subject\"", "\"subjetc\"");
    let (report, _, most) = counted(|| read_instance(wrong.as_bytes()).expect_err("a wrong key in every lesson"));
    assert!(report.errors() > 5_000 && report.errors() >= text.matches("\"subject\"").count());
    assert!(2 * most <= 3 * text.len() + 2_000 * report.errors(), "{most} bytes for {} errors", report.errors());
}

#[test]
fn writing_holds_no_second_copy() {
    for spec in specs() {
        let problem = generate(&spec);
        let ((), _, most) = counted(|| write_instance_to(&problem, std::io::sink()).expect("takes everything"));
        assert!(most <= 40_000 + 100 * problem.teachers.len(), "{most} bytes");
    }
}
