namespace EmailContactPortal.Audience.Connections;

/// <summary>How an option is drawn.</summary>
public enum OptionControl
{
    Text = 1,
    Secret = 2,
    Choice = 3,
    Number = 4,
    Switch = 5,
    TextArea = 6,
    Lines = 7,
    Json = 8,
}

/// <summary>Address, user or secret, as this kind calls it.</summary>
public sealed record BaseField(string Label, string Help, string Placeholder, bool Required);

/// <summary>An option's value to choose.</summary>
public sealed record OptionChoice(string Value, string Label);

/// <summary>An option as a form shows it.</summary>
public sealed record OptionField(string Name, string Label, OptionControl Control, string Help, string Default, bool Required, string Group, IReadOnlyList<OptionChoice> Choices, int Min, int Max);

/// <summary>Options filled in, to start from.</summary>
public sealed record KindStart(string Name, string Label, string Address, string Options);

/// <summary>What a kind of CRM wants to know, for whoever draws the form.</summary>
public sealed record KindForm(
    string Name, string Label, string About, BaseField? Address, BaseField? UserName, BaseField? Secret, IReadOnlyList<OptionField> Options, IReadOnlyList<KindStart> Starts);
