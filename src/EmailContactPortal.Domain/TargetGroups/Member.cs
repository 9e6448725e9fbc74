namespace EmailContactPortal.Domain.TargetGroups;

/// <summary>One person in one target group; unique by <see cref="EmailKey"/> within the group.</summary>
public sealed class Member
{
    /// <summary>Longest value of a name or field, characters.</summary>
    public const int MaxValue = 1000;

    public long Id { get; set; }

    public int TargetGroupId { get; set; }

    /// <summary>As it will be mailed.</summary>
    public required string Email { get; set; }

    /// <summary><see cref="EmailAddress.Key"/>.</summary>
    public required string EmailKey { get; set; }

    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    /// <summary>Further fields as a flat JSON object of strings, keys as in the group's <see cref="TargetGroup.Fields"/>.</summary>
    public string Fields { get; set; } = "{}";

    /// <summary>The CRM's own id of the contact; null for people from CSV.</summary>
    public string? CrmContactId { get; set; }

    /// <summary>UTC; set when a person or a synchronisation took the member out of the group.</summary>
    public DateTime? RemovedAt { get; set; }

    /// <summary>Whether the CRM took the member out: then coming back there brings it back here, which a person's removal never does.</summary>
    public bool RemovedBySync { get; set; }
}

/// <summary>One extra field of a group's members: the merge field's key and what people call it.</summary>
/// <param name="Key">Letters, digits and underscore, lower case, usable as <c>{{key}}</c>.</param>
/// <param name="Label">The CSV header or the CRM's label.</param>
public sealed record MemberField(string Key, string Label);
