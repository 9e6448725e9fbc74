using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace EmailContactPortal.Web.Startup;

/// <summary>Reads a section of the configuration key by key, so that every value of the wrong kind is named, not the first one only.</summary>
internal static class SettingsReading
{
    /// <summary>The section's options; a value that cannot be read keeps its default and is added to <paramref name="problems"/>.</summary>
    public static T Read<T>(IConfiguration configuration, string section, List<string> problems)
        where T : new()
    {
        var options = new T();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }))
        {
            var child = configuration.GetSection(section).GetSection(property.Name);
            if (!child.Exists()) continue;
            if (child.Value is not { } text) property.SetValue(options, child.Get(property.PropertyType));
            else if (TryRead(text, property.PropertyType, out var value)) property.SetValue(options, value);
            else problems.Add($"{section}:{property.Name} is '{text}'; it must be {Words(property.PropertyType)}.");
        }

        return options;
    }

    private static bool TryRead(string text, Type type, out object? value)
    {
        value = null;
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (text.Length == 0 && wanted != typeof(string)) return wanted != type;
        try
        {
            value = TypeDescriptor.GetConverter(wanted).ConvertFrom(null, CultureInfo.InvariantCulture, text.Trim());
            return !wanted.IsEnum || Enum.IsDefined(wanted, value!);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or NotSupportedException or InvalidCastException)
        {
            return false;
        }
    }

    private static string Words(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } e => "one of " + string.Join(", ", Enum.GetNames(e)),
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) => "a number with a point, for example 2.5",
        var t when t == typeof(TimeSpan) => "a time such as 00:01:30",
        var t when t == typeof(Uri) => "an address such as https://mail.example.com",
        _ => "something else",
    };
}
