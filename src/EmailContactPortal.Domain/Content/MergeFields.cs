namespace EmailContactPortal.Domain.Content;

/// <summary>The merge fields that exist for every recipient; groups add their own.</summary>
public static class MergeFields
{
    public const string Email = "email";
    public const string FirstName = "firstname";
    public const string LastName = "lastname";

    /// <summary>The recipient's subscription page.</summary>
    public const string UnsubscribeUrl = "unsubscribe_url";

    /// <summary>The same personalised message in a browser.</summary>
    public const string OnlineUrl = "online_url";

    /// <summary>Key and label of what every person has.</summary>
    public static IReadOnlyList<(string Key, string Label)> Person { get; } =
        [(FirstName, "First name"), (LastName, "Last name"), (Email, "Email address")];

    /// <summary>Key and label of the links the portal makes.</summary>
    public static IReadOnlyList<(string Key, string Label)> System { get; } =
        [(UnsubscribeUrl, "Unsubscribe link"), (OnlineUrl, "Read online link")];

    /// <summary>
    /// A merge field's key from a CSV header or CRM field name: lower case letters, digits and underscore, not starting with a digit;
    /// empty when nothing usable is left.
    /// </summary>
    public static string KeyOf(string header)
    {
        var key = new string([.. header.Trim().ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '_')]).Trim('_');
        while (key.Contains("__", StringComparison.Ordinal)) key = key.Replace("__", "_", StringComparison.Ordinal);
        if (key.Length == 0) return "";
        return Domain.Text.Bound(char.IsDigit(key[0]) ? "f_" + key : key, 60);
    }
}
