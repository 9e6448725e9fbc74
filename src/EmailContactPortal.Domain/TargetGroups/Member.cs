namespace EmailContactPortal.Domain.TargetGroups;

/// <summary>One person in one target group; unique by <see cref="PersonFields.EmailKey"/> within the group.</summary>
public sealed class Member : PersonFields
{
    /// <summary>Longest value of a name or field, characters.</summary>
    public const int MaxValue = 1000;

    public long Id { get; set; }

    public int TargetGroupId { get; set; }

    /// <summary>UTC; set when a person or a synchronisation took the member out of the group.</summary>
    public DateTime? RemovedAt { get; set; }

    /// <summary>
    /// Whether the CRM took the member out: then coming back there brings it back here, which a person's removal never does.
    /// </summary>
    public bool RemovedBySync { get; set; }
}

/// <summary>One extra field of a group's members: the merge field's key and what people call it.</summary>
/// <param name="Key">Letters, digits and underscore, lower case, usable as <c>{{key}}</c>.</param>
/// <param name="Label">The CSV header or the CRM's label.</param>
public sealed record MemberField(string Key, string Label);
