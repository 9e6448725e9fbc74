using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Domain.Content;

/// <summary>Whose values fill the merge fields.</summary>
public sealed class Person(string email, string firstName, string lastName, string fieldsJson)
{
    private Dictionary<string, string>? _fields;

    /// <summary>Somebody made up, for previews without a target group.</summary>
    public static Person Sample { get; } = new("anna.example@example.com", "Anna", "Example", "{}");

    public string Email { get; } = email;

    public string FirstName { get; } = firstName;

    public string LastName { get; } = lastName;

    /// <summary>The person as kept in a group, or as frozen at launch.</summary>
    public static Person Of(PersonFields person) => new(person.Email, person.FirstName, person.LastName, person.Fields);

    /// <summary>The value of a field; empty when the person has none.</summary>
    public string Value(string field) => field switch
    {
        MergeFields.Email => Email,
        MergeFields.FirstName => FirstName,
        MergeFields.LastName => LastName,
        _ => (_fields ??= FieldValues.Read(fieldsJson)).GetValueOrDefault(field, ""),
    };

    /// <summary>A subject or sender name as this person gets it; one that cannot be read stays as it is.</summary>
    public string Fill(string template)
    {
        if (!template.Contains("{{", StringComparison.Ordinal)) return template;
        var read = MergeTemplate.Parse(template);
        return read.Faults.Count > 0 ? template : read.Render(Value, static value => value).ReplaceLineEndings(" ").Trim();
    }
}
