using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm;

/// <summary>A campaign in the CRM that holds contacts.</summary>
/// <param name="Id">The CRM's own id.</param>
/// <param name="Name">As the CRM shows it.</param>
/// <param name="CreatedAt">UTC, when known.</param>
/// <param name="Members">How many it has, when known without an extra call.</param>
public sealed record CrmCampaign(string Id, string Name, DateTime? CreatedAt = null, int? Members = null);

/// <summary>A contact field that can be brought along.</summary>
/// <param name="Name">The CRM's name of it.</param>
/// <param name="Label">What people call it.</param>
/// <param name="IsCustom">Whether the customer added it.</param>
/// <param name="IsWritable">Whether this account may change it on a contact.</param>
public sealed record CrmField(string Name, string Label, bool IsCustom = false, bool IsWritable = false);

/// <summary>A contact as a member of a campaign.</summary>
/// <param name="ContactId">The CRM's own id.</param>
/// <param name="Email">As it stands in the CRM; may be empty or wrong.</param>
/// <param name="FirstName">May be empty.</param>
/// <param name="LastName">May be empty.</param>
/// <param name="Fields">The asked fields by the CRM's name.</param>
/// <param name="EmailOptOut">Whether the CRM says that this contact wants no mail.</param>
public sealed record CrmMember(
    string ContactId, string Email, string FirstName, string LastName, IReadOnlyDictionary<string, string> Fields, bool EmailOptOut = false)
{
    /// <summary>What it is in the CRM, one of <see cref="CrmProbe.MemberTypes"/>; empty when there is only one.</summary>
    public string Type { get; init; } = "";
}

/// <summary>One fact for a contact; repeated with the same <paramref name="ExternalId"/> it replaces the earlier one.</summary>
/// <param name="ExternalId">Ours, unique.</param>
/// <param name="ContactId">The CRM's own id of the contact.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">UTC of the fact; the last one when there were several.</param>
/// <param name="CampaignName">The portal's campaign.</param>
/// <param name="Detail">The email's subject, or the clicked link.</param>
public sealed record CrmActivity(string ExternalId, string ContactId, CrmActivityKind Kind, DateTime At, string CampaignName, string Detail)
{
    /// <summary>How often: opens or clicks so far.</summary>
    public int Count { get; init; } = 1;

    /// <summary>UTC of the first one.</summary>
    public DateTime? FirstAt { get; init; }

    /// <summary>UTC before which the CRM cannot hold anything of it: when the mail was sent; null when not known.</summary>
    public DateTime? Since { get; init; }

    /// <summary>The earliest moment that is known of it.</summary>
    public DateTime EarliestAt => new[] { At, FirstAt ?? At, Since ?? At }.Min();

    /// <summary>
    /// Whether the CRM knows something later of this contact already, so that where only the last state is kept this one is not it.
    /// </summary>
    public bool IsOvertaken { get; init; }

    /// <summary>The address that was mailed.</summary>
    public string Email { get; init; } = "";

    /// <summary>The address it was mailed from.</summary>
    public string Sender { get; init; } = "";

    /// <summary>The CRM's own id of the campaign that the people came from; null when not known.</summary>
    public string? CrmCampaignId { get; init; }
}

/// <summary>What became of one activity.</summary>
public enum CrmWriteOutcome
{
    Written = 1,

    /// <summary>Worth another try later.</summary>
    Later = 2,

    /// <summary>The CRM will never take it as it is.</summary>
    Refused = 3,
}

/// <summary>The CRM's answer to one activity.</summary>
/// <param name="ExternalId">Which one.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why not, in plain words.</param>
public sealed record CrmWriteResult(string ExternalId, CrmWriteOutcome Outcome, string? Reason = null);
