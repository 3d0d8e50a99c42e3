//! A form with its answers: what is shown, what is needed, what is computed, what is wrong.
//!
//! One evaluation for every device and for the platform. It is a pure function of form, answers,
//! known values and day; it changes no answer. A field that is not shown keeps its typed answer in
//! the draft, but no expression sees it and [`FormView::to_submit`] leaves it out.

mod evaluate;
mod faults;
mod problem;
mod view;

pub use evaluate::evaluate;
pub use problem::{Problem, ProblemKind};
pub use view::{FieldView, FormView, Origin, Page, Totals};
