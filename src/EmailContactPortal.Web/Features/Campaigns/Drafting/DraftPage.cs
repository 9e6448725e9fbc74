using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Composing;

namespace EmailContactPortal.Web.Features.Campaigns.Drafting;

/// <summary>How far one card of the draft is.</summary>
/// <param name="Tone">ok, warn, bad or idle.</param>
/// <param name="Icon">Of the icon font.</param>
/// <param name="State">Its words on the card; a key that may take <paramref name="Warnings"/>.</param>
/// <param name="Short">Its words in the list of what is left.</param>
/// <param name="Warnings">How many.</param>
internal sealed record DraftStep(string Tone, string Icon, string State, string Short, int Warnings = 0);

/// <summary>The draft page.</summary>
internal sealed class DraftPage
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

    public IReadOnlyList<Problem> WhoProblems => [.. Ready.ProblemsOf("TargetGroupId")];

    public IReadOnlyList<Problem> WhatProblems => [.. Ready.ProblemsOf("EmailId")];

    public IReadOnlyList<Problem> WhenProblems => [.. Ready.ProblemsOf("ScheduledLocal")];

    public DraftStep Who => Chosen(WhoProblems.Count == 0, Ready.Group is null, "Choose a group");

    public DraftStep What => Chosen(WhatProblems.Count == 0, Ready.Email is null, "Choose an email");

    public DraftStep When => WhenProblems.Count > 0
        ? new DraftStep("warn", "circle-dashed", "Needs your choice", "Choose a time")
        : new DraftStep(
            "ok", "circle-check", Campaign.IsScheduled ? "Complete" : "Complete, at once", Campaign.IsScheduled ? "Complete" : "At once");

    public DraftStep Check
    {
        get
        {
            if (Ready.Email is null) return new DraftStep("idle", "clock", "Waiting for an email", "Waiting");
            if (Ready.Problems.Except(WhoProblems).Except(WhatProblems).Except(WhenProblems).Any())
                return new DraftStep("bad", "alert-circle", "Cannot be sent yet", "Must be fixed");
            var warnings = Ready.Findings.Count(f => f.Level == FindingLevel.Warning);
            var words = warnings switch { 0 => "Can be sent", 1 => "Can be sent, 1 warning", _ => "Can be sent, {0} warnings" };
            return new DraftStep("ok", "circle-check", words, "Passed", warnings);
        }
    }

    private static DraftStep Chosen(bool isComplete, bool isMissing, string choose) => isComplete
        ? new DraftStep("ok", "circle-check", "Complete", "Complete")
        : new DraftStep("warn", "circle-dashed", isMissing ? "Needs your choice" : "Needs a look", isMissing ? choose : "Needs a look");
}
