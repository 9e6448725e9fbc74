using System.Text.Json;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Sending.Composing;

/// <summary>Whose values fill the merge fields.</summary>
public sealed class Person(string email, string firstName, string lastName, string fieldsJson)
{
    private Dictionary<string, string>? _fields;

    /// <summary>Somebody made up, for previews without a target group.</summary>
    public static Person Sample { get; } = new("anna.example@example.com", "Anna", "Example", "{}");

    public string Email { get; } = email;

    public string FirstName { get; } = firstName;

    public string LastName { get; } = lastName;

    /// <summary>The person as frozen at launch.</summary>
    public static Person Of(Delivery delivery) => new(delivery.Email, delivery.FirstName, delivery.LastName, delivery.Fields);

    /// <summary>The person as in the target group now.</summary>
    public static Person Of(Member member) => new(member.Email, member.FirstName, member.LastName, member.Fields);

    /// <summary>The value of a field; empty when the person has none.</summary>
    public string Value(string field) => field switch
    {
        MergeFields.Email => Email,
        MergeFields.FirstName => FirstName,
        MergeFields.LastName => LastName,
        _ => (_fields ??= Read(fieldsJson)).GetValueOrDefault(field, ""),
    };

    private static Dictionary<string, string> Read(string json)
    {
        if (json.Length <= 2) return [];
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject()
                .GroupBy(p => p.Name, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Last().Value.ToString(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
