//! XHSTT.
