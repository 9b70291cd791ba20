//! What the page is made of, a part a file. A part without hooks is a plain function: a component
//! of its own costs two kilobytes. Data comes down, wishes go to [`crate::intents`].

mod app_bar;
mod aws_message;
mod bar_button;
mod caller_pane;
mod change_list;
mod compare_bar;
mod condition_keys;
mod copy_button;
mod dialog_header;
mod editor_pane;
mod error_dialog;
mod file_dialog;
mod footer;
mod gallery;
mod halves;
mod icon;
mod import_view;
mod layer_list;
mod matrix;
mod matrix_grid;
mod matrix_list;
mod matrix_row;
mod name_form;
mod notice_bar;
mod owner_pane;
mod page;
mod phone_tabs;
mod pickers;
mod policy_tabs;
mod problem_list;
mod recent_list;
mod rehearsal;
mod request_note;
mod request_panel;
mod rule_list;
mod stale_note;
mod statement_trace;
mod status_line;
mod steps_panel;
mod strip;
mod tab_list;
mod verdict_chip;
mod why_card;
mod why_panel;
mod with_code;
mod work_note;

pub use app_bar::app_bar;
pub use caller_pane::caller_pane;
pub use error_dialog::error_dialog;
pub use file_dialog::FileDialog;
pub use footer::footer;
pub use gallery::Gallery;
pub use matrix::{PHONE, matrix_card};
pub use notice_bar::notice_bar;
pub use owner_pane::owner_pane;
pub use page::Page;
pub use phone_tabs::phone_tabs;
pub use problem_list::ROOMY;
pub use steps_panel::steps_panel;
pub use strip::strip;
pub use why_card::why_card;
pub use work_note::work_note;

/// The page that tells of every finding.
const FINDINGS: &str = "findings.html";
/// The page that says what is not modelled and which questions are open.
const HOW_SURE: &str = "how-sure.html";
