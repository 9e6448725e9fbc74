using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>A connection as it is typed; the secret goes in and never comes out.</summary>
internal sealed class CrmConnectionForm
{
    public int Id { get; set; }

    public string? Name { get; set; }

    public string? Kind { get; set; }

    public string? Url { get; set; }

    public string? UserName { get; set; }

    /// <summary>Empty keeps the stored one.</summary>
    public string? Secret { get; set; }

    /// <summary>What this kind wants to know besides, by name, as typed in the page's controls.</summary>
    public Dictionary<string, string?> Settings { get; set; } = [];

    /// <summary>The same as JSON, when it comes that way; then <see cref="Settings"/> does not count.</summary>
    [BindNever]
    public string? Options { get; set; }
}

/// <summary>An option's control, with its value and what is wrong with it.</summary>
/// <param name="Field">What is asked.</param>
/// <param name="Value">As typed; empty for secrets.</param>
/// <param name="IsStored">Whether a secret is stored already.</param>
internal sealed record OptionRow(CrmOption Field, string Value, bool IsStored)
{
    /// <summary>Where problems with it stand in the model state.</summary>
    public string Key => $"Form.Options.{Field.Name}";
}

/// <summary>How hard a CRM may be worked; empty values are the defaults.</summary>
internal sealed class CrmLoadForm
{
    public int? CallsPerSecond { get; set; }

    public int? ParallelCalls { get; set; }

    public int? SyncMinutes { get; set; }

    public bool EveryEvent { get; set; }
}

/// <summary>One connection with its last check.</summary>
internal sealed class CrmConnectionPage
{
    public required CrmConnectionForm Form { get; init; }

    /// <summary>What this kind wants to know; null when the portal has no such adapter any more.</summary>
    public CrmKind? Kind { get; init; }

    /// <summary>Secret options with a stored value.</summary>
    public IReadOnlySet<string> StoredSecrets { get; init; } = new HashSet<string>();

    public CrmLoadForm Load { get; init; } = new();

    public CrmCheck? Check { get; init; }

    public DateTime? CheckedAt { get; init; }

    public bool HasSecret { get; init; }

    public int TargetGroups { get; init; }

    /// <summary>The options under their headings, in the kind's order.</summary>
    public IEnumerable<IGrouping<string, OptionRow>> Options =>
        (Kind?.Options
            ?? []).Select(o => new OptionRow(
                o, Form.Settings.GetValueOrDefault(o.Name) ?? "", StoredSecrets.Contains(o.Name))).GroupBy(o => o.Field.Group);

    public WriteBackTotals WriteBack { get; init; } = new(0, 0, 0, null);

    public string? WriteBackProblem { get; init; }

    public DateTime? WriteBackResumesAt { get; init; }
}

/// <summary>What a connection read when it was tried out.</summary>
/// <param name="Name">The connection's name as typed.</param>
/// <param name="Trial">What was asked and what came back.</param>
internal sealed record TrialPage(string Name, CrmTrial Trial);
