namespace EmailContactPortal.Domain.TargetGroups;

/// <summary>
/// A CRM contact that shares its address with another one of the same campaign: one mail goes out, but leaving the list is told to all of
/// them.
/// </summary>
public sealed class MemberContact
{
    public long Id { get; set; }

    public int TargetGroupId { get; set; }

    public required string EmailKey { get; set; }

    /// <summary>The CRM's own id of the contact.</summary>
    public required string CrmContactId { get; set; }
}
