// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>Learners have judged which skills a block teaches.</summary>
/// <param name="XblockInfo">The block.</param>
[Event("org.openedx.learning.xblock.skill.verified.v1", Topic = "xblock-skill-tagging", Key = "xblock_info.usage_key")]
public sealed partial record XblockSkillVerified(XBlockSkillVerificationData XblockInfo);
