//! The elements of which kinds of arrangement are made, but for visits in the room: films, classes exchanged, lessons
//! planned together. And classes that join another lesson. Each is checked by what is said of it, whatever the kind.

pub(super) mod exchange;
pub(super) mod films;
pub(super) mod joins;
pub(super) mod planned;
