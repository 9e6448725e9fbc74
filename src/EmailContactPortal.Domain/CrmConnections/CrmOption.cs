using System.Text.Json;

namespace EmailContactPortal.Domain.CrmConnections;

/// <summary>How an option is typed, and as what it stands in the connection's JSON.</summary>
public enum CrmOptionType
{
    /// <summary>One line; a JSON string.</summary>
    Text = 1,

    /// <summary>A password or key; a JSON string that is stored encrypted and never shown again.</summary>
    Secret = 2,

    /// <summary>One of <see cref="CrmOption.Choices"/>; a JSON string.</summary>
    Choice = 3,

    /// <summary>A whole number.</summary>
    Number = 4,

    /// <summary>Yes or no; a JSON boolean.</summary>
    Switch = 5,

    /// <summary>Several lines of text; a JSON string.</summary>
    TextArea = 6,

    /// <summary>One value a line; a JSON array of strings.</summary>
    Lines = 7,

    /// <summary>A JSON object of its own.</summary>
    Json = 8,
}

/// <summary>A value to choose, and what it means.</summary>
/// <param name="Value">As it is stored.</param>
/// <param name="Label">As it is shown.</param>
public sealed record CrmChoice(string Value, string Label);

/// <summary>
/// Something a kind of CRM wants to know besides address, user and secret. Forms are drawn and checked from it, so that no page knows a CRM
/// by name.
/// </summary>
/// <param name="Name">Its name in the connection's JSON, camel case.</param>
/// <param name="Label">What people read beside the control.</param>
/// <param name="Type">How it is typed.</param>
public sealed record CrmOption(string Name, string Label, CrmOptionType Type)
{
    /// <summary>One sentence under the control.</summary>
    public string Help { get; init; } = "";

    /// <summary>As it would be typed; it acts when nothing was typed. Lines are separated by a line break.</summary>
    public string Default { get; init; } = "";

    /// <summary>Whether a connection without it cannot work.</summary>
    public bool Required { get; init; }

    /// <summary>Heading it stands under; options without one come first.</summary>
    public string Group { get; init; } = "";

    /// <summary>The values of a <see cref="CrmOptionType.Choice"/>.</summary>
    public IReadOnlyList<CrmChoice> Choices { get; init; } = [];

    /// <summary>Smallest number allowed.</summary>
    public int Min { get; init; }

    /// <summary>Largest number allowed.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>Longest text in characters, whatever the type.</summary>
    public int MaxLength { get; init; } = 1000;

    /// <summary>Further rules: one sentence for each thing that is wrong.</summary>
    public Func<JsonElement, IEnumerable<string>>? Check { get; init; }
}

/// <summary>One of the three things most CRMs want: address, user name, secret.</summary>
/// <param name="Label">What this kind of CRM calls it.</param>
/// <param name="Help">Where to find it.</param>
/// <param name="Placeholder">An example.</param>
/// <param name="Required">Whether a connection without it cannot work.</param>
public sealed record CrmBaseField(string Label, string Help = "", string Placeholder = "", bool Required = true);

/// <summary>Options filled in for a well-known case, to start from.</summary>
/// <param name="Name">In addresses.</param>
/// <param name="Label">What people read.</param>
/// <param name="Address">Base address to adapt.</param>
/// <param name="Options">The connection's JSON.</param>
public sealed record CrmStart(string Name, string Label, string Address, string Options);
