using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Features.Campaigns.Drafting;
using EmailContactPortal.Web.Features.Campaigns.Live;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>The review page.</summary>
internal sealed record ReviewPage(
    Campaign Campaign, Readiness Ready, string ListType, string? CrmConnection, IReadOnlyList<string> MailServers, SamplePerson? Sample);

/// <summary>The recipient whose message the review shows.</summary>
internal sealed record SamplePerson(long Id, string Email, RenderedEmail Message);

/// <summary>People behind a number of a draft.</summary>
internal sealed record PeoplePage(Campaign Campaign, string Head, ListPage<AudiencePerson> People);

/// <summary>One message that may or may not have arrived.</summary>
internal sealed record UncertainRow(long Id, string Email, string? Stage, string? Reply, string? Server, DateTime? At);

/// <summary>The page of a campaign that was confirmed.</summary>
internal sealed class ProgressPage
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
