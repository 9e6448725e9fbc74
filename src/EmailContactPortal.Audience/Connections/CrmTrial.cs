namespace EmailContactPortal.Audience.Connections;

/// <summary>One question to the CRM and what came of it.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Succeeded">Whether the CRM answered it.</param>
/// <param name="Words">What came of it.</param>
public sealed record TrialStep(string Name, bool Succeeded, string Words);

/// <summary>A call that was made, with its secrets masked.</summary>
public sealed record TrialCall(
    string Method, string Address, string Sent, int Status, int Milliseconds, int Bytes, string Answer, string? Problem);

/// <summary>A described path and in how many records it led to something.</summary>
public sealed record TrialPath(string Place, string Path, int Read, int Filled);

/// <summary>A member as it was read, with the values of <see cref="CrmTrial.Columns"/>.</summary>
public sealed record TrialMember(string Id, string Email, string FirstName, string LastName, bool OptedOut, IReadOnlyList<string> Values);

/// <summary>What a connection reads when it is tried out; nothing of it is stored anywhere.</summary>
public sealed record CrmTrial
{
    public IReadOnlyList<TrialStep> Steps { get; init; } = [];

    /// <summary>The first campaigns.</summary>
    public IReadOnlyList<CampaignChoice> Campaigns { get; init; } = [];

    /// <summary>The first fields.</summary>
    public IReadOnlyList<FieldChoice> Fields { get; init; } = [];

    /// <summary>Name of the campaign whose members were read.</summary>
    public string CampaignName { get; init; } = "";

    /// <summary>Labels of the fields that were read of members.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The first members.</summary>
    public IReadOnlyList<TrialMember> Members { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<TrialPath> Paths { get; init; } = [];

    public IReadOnlyList<TrialCall> Calls { get; init; } = [];

    /// <summary>Whether every question was answered.</summary>
    public bool Succeeded => Steps.All(s => s.Succeeded);
}
