// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Authz;

/// <summary>A role assignment was created.</summary>
/// <param name="RoleAssignment">The role and who has it.</param>
[Event("org.openedx.authz.role_assignment.created", Topic = "authz")]
public sealed partial record RoleAssignmentCreated(RoleAssignmentData RoleAssignment);
