using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>What the list of campaigns asks for.</summary>
public sealed class CampaignListRequest : ListRequest
{
    [FromQuery(Name = "status")]
    public CampaignStatus? Status { get; set; }

    /// <summary><c>mine</c> or empty.</summary>
    [FromQuery(Name = "owner")]
    public string? Owner { get; set; }

    [FromQuery(Name = "tag")]
    public string? Tag { get; set; }

    public override bool IsNarrowed => base.IsNarrowed || Status is not null || !string.IsNullOrEmpty(Owner) || !string.IsNullOrEmpty(Tag);
}

/// <summary>One row of the list.</summary>
public sealed record CampaignRow(
    int Id,
    string Name,
    string Tags,
    CampaignStatus Status,
    string? Group,
    int People,
    int Handled,
    string Owner,
    DateTime? ScheduledAt,
    DateTime? FinishedAt,
    DateTime UpdatedAt);

/// <summary>The list page.</summary>
public sealed record CampaignList(CampaignListRequest Request, PageOf<CampaignRow> Rows);

/// <summary>Something to choose on a draft.</summary>
public sealed record Choice(int Id, string Label, string Note, int People);

/// <summary>The draft page.</summary>
public sealed class DraftPage
{
    public required Campaign Campaign { get; init; }

    public required Readiness Ready { get; init; }

    public required IReadOnlyList<Choice> Groups { get; init; }

    public required IReadOnlyList<Choice> Emails { get; init; }

    /// <summary>Local date of the schedule as the inputs show it.</summary>
    public required string Date { get; init; }

    public required string Clock { get; init; }

    /// <summary>Subject and sender as the first recipient will read them; null before there is an email.</summary>
    public required SubjectSent? Mail { get; init; }
}

/// <summary>The review page.</summary>
public sealed record ReviewPage(Campaign Campaign, Readiness Ready, string ListType, string? CrmConnection, IReadOnlyList<string> MailServers, SamplePerson? Sample);

/// <summary>The recipient whose message the review shows.</summary>
public sealed record SamplePerson(long Id, string Email, RenderedEmail Message);

/// <summary>People behind a number of a draft.</summary>
public sealed record PeoplePage(Campaign Campaign, string Head, string Rule, string? Field, ListRequest Request, PageOf<AudiencePerson> Rows);

/// <summary>One message that may or may not have arrived.</summary>
public sealed record UncertainRow(long Id, string Email, string? Stage, string? Reply, string? Server, DateTime? At);

/// <summary>The page of a campaign that was confirmed.</summary>
public sealed class ProgressPage
{
    public required Campaign Campaign { get; init; }

    public required LiveCounts Live { get; init; }

    public required string? Group { get; init; }

    public required int? GroupId { get; init; }

    public required string? ConfirmedBy { get; init; }

    /// <summary>Subject and sender as the first recipient reads them; null when there is no content any more.</summary>
    public required SubjectSent? Mail { get; init; }

    public required IReadOnlyList<UncertainRow> Uncertain { get; init; }

    /// <summary>Progress and speed by mail server and recipient domain.</summary>
    public required CampaignPace Pace { get; init; }

    /// <summary>Who did not get it because the campaign was cancelled before.</summary>
    public required int NotReached { get; init; }
}
