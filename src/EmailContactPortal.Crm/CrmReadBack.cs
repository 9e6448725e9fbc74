namespace EmailContactPortal.Crm;

/// <summary>What the CRM holds of one activity.</summary>
public enum CrmHeld
{
    /// <summary>This connection does not keep activities of this kind, so there is nothing to compare.</summary>
    NotKept = 0,

    /// <summary>As we would write it.</summary>
    Same = 1,

    /// <summary>Not there.</summary>
    Missing = 2,

    /// <summary>There, but with another time or value.</summary>
    Different = 3,

    /// <summary>There more than once.</summary>
    Repeated = 4,
}

/// <summary>The CRM's answer to the question for one activity.</summary>
/// <param name="ExternalId">Which one.</param>
/// <param name="Held">What is there.</param>
/// <param name="There">In words, what stands there when it differs.</param>
public sealed record CrmReadBack(string ExternalId, CrmHeld Held, string There = "");

/// <summary>How a mailing did, as a CRM campaign shows it; all are people.</summary>
/// <param name="Sent">Mailed.</param>
/// <param name="Opened">Read it.</param>
/// <param name="Clicked">Clicked a link.</param>
/// <param name="Unsubscribed">Left the list.</param>
/// <param name="Bounced">Could not be reached.</param>
public sealed record CrmTotals(int Sent, int Opened, int Clicked, int Unsubscribed, int Bounced);

/// <summary>Fields of one contact that changed in the portal.</summary>
/// <param name="Key">Ours, echoed in the result.</param>
/// <param name="ContactId">The CRM's own id.</param>
/// <param name="Fields">New values by the CRM's names.</param>
public sealed record CrmFieldUpdate(string Key, string ContactId, IReadOnlyDictionary<string, string> Fields);

/// <summary>What changed among a campaign's members since a cursor.</summary>
/// <param name="IsComplete">Whether this is all that changed; otherwise the campaign must be walked in full.</param>
/// <param name="Members">Members whose values changed.</param>
/// <param name="Cursor">Where to go on the next time.</param>
public sealed record CrmChanges(bool IsComplete, IReadOnlyList<CrmMember> Members, string? Cursor)
{
    /// <summary>Somebody may have joined or left, or the cursor is too old.</summary>
    public static CrmChanges WalkInFull { get; } = new(false, [], null);
}
