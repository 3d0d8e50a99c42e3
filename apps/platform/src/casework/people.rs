use tongban_cases::{Action, Actor, Id, Role};

use crate::platform::Platform;
use crate::store::{Principal, Staff};

/// In which role someone does this; none if none of theirs may. Nobody outside is the machine.
pub(super) fn actor(principal: &Principal, action: Action) -> Option<Actor> {
    match principal {
        Principal::Resident { scope, .. } => Role::Applicant.may(action).then_some(Actor {
            role: Role::Applicant,
            id: Id(*scope.as_bytes()),
        }),
        // What is handed in comes from the applicant's own key, and so do the keys to which a grant
        // binds a certificate: nobody hands in for another without a mandate.
        Principal::Staff(_) if matches!(action, Action::Submit | Action::Supply) => None,
        Principal::Staff(staff) => {
            let mut roles = Role::ALL.iter().copied();
            let role = roles.find(|role| has(staff, *role) && role.may(action))?;
            Some(Actor {
                role,
                id: Id(staff.id.0),
            })
        }
    }
}

/// The platform itself.
pub(super) const MACHINE: Actor = Actor {
    role: Role::Machine,
    id: Id([0; 16]),
};

/// Whether a member of staff handles cases.
pub(super) fn handles_cases(staff: &Staff) -> bool {
    Role::ALL.iter().any(|role| has(staff, *role))
}

/// Roles that staff may have on a case.
fn has(staff: &Staff, role: Role) -> bool {
    crate::staff::CASE_ROLES.contains(&role) && staff.roles.iter().any(|one| one == role.slug())
}

/// Someone as the read log and the resident see them: office, name and roles.
pub(super) fn described(platform: &Platform, staff: &Staff) -> String {
    let office = platform.authority.office_name();
    format!("{office} · {} ({})", staff.name, staff.roles.join(", "))
}
