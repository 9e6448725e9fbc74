using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Web.Features.Home;

/// <summary>Something that a person should look at.</summary>
/// <param name="Tone">bad or warn.</param>
/// <param name="Fact">What it is.</param>
/// <param name="Note">What it means.</param>
/// <param name="Action">What to do.</param>
/// <param name="Path">Where.</param>
internal sealed record Attention(string Tone, string Fact, string Note, string Action, string Path);

/// <summary>A campaign in flight.</summary>
internal sealed record InFlight(int Id, string Name, CampaignStatus Status, int Handled, int Total, int Uncertain, int Refused)
{
    public int Percent => Total <= 0 ? 0 : (int)(Handled * 100L / Total);
}

/// <summary>A draft of the signed-in person.</summary>
internal sealed record DraftRow(int Id, string Name, string Needs, DateTime UpdatedAt);

/// <summary>What came of a campaign.</summary>
internal sealed record ResultRow(int Id, string Name, DateTime? At, int Sent, int UniqueOpens, int UniqueClicks, int Unsubscribes);

/// <summary>A campaign that waits for its time.</summary>
internal sealed record ScheduledRow(int Id, string Name, int People, DateTime? At);

/// <summary>An import that runs or waits for its author.</summary>
internal sealed record ImportRow(int Id, int? GroupId, string Name, ImportStatus Status, long Done, long Total, int Rows)
{
    public int Percent => Total <= 0 ? 0 : (int)Math.Min(100, Done * 100 / Total);
}

/// <summary>The first page after signing in.</summary>
internal sealed record HomePage(
    IReadOnlyList<Attention> Attention,
    IReadOnlyList<InFlight> InFlight,
    IReadOnlyList<DraftRow> Drafts,
    IReadOnlyList<ResultRow> Results,
    IReadOnlyList<ScheduledRow> Scheduled,
    IReadOnlyList<ImportRow> Imports,
    bool HasCrm);

/// <summary>What the page is told while something moves.</summary>
internal sealed record HomeNews(IReadOnlyList<InFlight> Campaigns, IReadOnlyList<ImportRow> Imports)
{
    /// <summary>Whether it says the same as another.</summary>
    public bool Equals(HomeNews? other)
    {
        var (campaigns, imports) = this;
        return other is not null && campaigns.SequenceEqual(other.Campaigns) && imports.SequenceEqual(other.Imports);
    }

    public override int GetHashCode() => Imports.Count;
}
