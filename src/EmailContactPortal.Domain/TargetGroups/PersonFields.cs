namespace EmailContactPortal.Domain.TargetGroups;

/// <summary>What is kept of a person everywhere: in a group, while importing, and as frozen with a message.</summary>
public abstract class PersonFields
{
    /// <summary>As it will be mailed.</summary>
    public required string Email { get; set; }

    /// <summary><see cref="EmailAddress.Key"/>; unique within the group and within the campaign.</summary>
    public required string EmailKey { get; set; }

    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    /// <summary>Further fields as a flat JSON object of strings, keys as in the group's <see cref="TargetGroup.Fields"/>.</summary>
    public string Fields { get; set; } = "{}";

    /// <summary>The CRM's own id of the contact; null for people from CSV.</summary>
    public string? CrmContactId { get; set; }
}
