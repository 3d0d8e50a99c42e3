//! The people of the office: who may do what, and the papers with which their devices enrol.

use tongban_cases::Role;

/// Roles that act on cases.
pub(crate) const CASE_ROLES: [Role; 3] = [Role::Intake, Role::Caseworker, Role::Decider];

/// Runs the office's station; sees the list of cases and none of them.
pub(crate) const ADMIN: &str = "admin";

/// Whether a member of staff may have a role of this name.
pub(crate) fn is_role(slug: &str) -> bool {
    slug == ADMIN || CASE_ROLES.iter().any(|role| role.slug() == slug)
}
