//! The text editors: CodeMirror, once it has arrived, and a plain text field until then.
//!
//! [`sys`] has every foreign function of the page, [`handle`] makes them safe to use, and
//! [`component`] is what the page shows. The editor owns its text: edits come out with the
//! document they belong to, text goes in after a render.

pub mod assist;
pub mod component;
pub mod handle;
pub mod module;
pub mod plain;
pub mod ranges;
pub mod sys;
