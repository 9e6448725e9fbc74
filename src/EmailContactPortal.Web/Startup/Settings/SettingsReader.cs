using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace EmailContactPortal.Web.Startup.Settings;

/// <summary>
/// Reads sections of the configuration into their options, key by key, and gathers everything that is wrong with any of them: values of the
/// wrong kind, and values that the annotations of the options refuse.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _problems = [];

    /// <summary>Everything that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The section's options; a value that cannot be read keeps its default and is a problem.</summary>
    /// <param name="section">The section, for example <c>MailServer</c>.</param>
    /// <param name="complete">Fills in what nobody set, before the check.</param>
    public T Read<T>(string section, Action<T>? complete = null)
        where T : class, new()
    {
        var options = new T();
        var unreadable = new HashSet<string>();
        foreach (var property in KeysOf(typeof(T)))
        {
            if (configuration.GetSection(section)[property.Name] is not { } text) continue;
            // Empty variables of a container are no values.
            if (text.Length == 0 && property.PropertyType is { IsValueType: true, IsEnum: false }) continue;
            if (TryRead(text, property.PropertyType, out var value))
            {
                property.SetValue(options, value);
            }
            else
            {
                unreadable.Add(property.Name);
                Add($"{section}:{property.Name} is '{text}'; it must be {Words(property.PropertyType)}.");
            }
        }

        complete?.Invoke(options);
        foreach (var result in Faults(options).Where(r => !r.MemberNames.Any(unreadable.Contains))) Add(Sentence(section, options, result));
        return options;
    }

    /// <summary>Adds what was found wrong elsewhere.</summary>
    public void Add(string problem) => _problems.Add(problem);

    /// <summary>
    /// The properties of options that a key of the configuration sets; those marked <c>[Browsable(false)]</c> are filled in by the portal.
    /// </summary>
    internal static IEnumerable<PropertyInfo> KeysOf(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is { IsPublic: true } && p.GetCustomAttribute<BrowsableAttribute>()?.Browsable != false);

    // Validator.TryValidateObject would keep what concerns several keys to itself until each key alone is right.
    private static List<ValidationResult> Faults(object options)
    {
        var found = new List<ValidationResult>();
        foreach (var property in KeysOf(options.GetType()))
        {
            Validator.TryValidateProperty(property.GetValue(options), new ValidationContext(options) { MemberName = property.Name }, found);
        }

        if (options is IValidatableObject whole) found.AddRange(whole.Validate(new ValidationContext(options)));
        return found;
    }

    // Annotations say the rule ("must be from 1 to 65535"); key and value are the same for all. What concerns several keys is a whole
    // sentence.
    private static string Sentence(string section, object options, ValidationResult result)
    {
        if (result.MemberNames.FirstOrDefault() is not { } name) return result.ErrorMessage!;
        var property = options.GetType().GetProperty(name)!;
        var isSecret = property.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.Password;
        var value = property.GetValue(options) switch
        {
            _ when isSecret => "set",
            string or Uri => $"'{property.GetValue(options)}'",
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        };
        return $"{section}:{name} is {value}; it {result.ErrorMessage}.";
    }

    private static bool TryRead(string text, Type type, out object? value)
    {
        value = null;
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted.IsEnum)
            return Enum.GetNames(wanted).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase)
                && Enum.TryParse(wanted, text.Trim(), true, out value);
        if (wanted == typeof(Uri)) return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && (value = uri) is not null;
        try
        {
            value = TypeDescriptor.GetConverter(wanted).ConvertFrom(null, CultureInfo.InvariantCulture, text.Trim());
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or NotSupportedException
            or InvalidCastException)
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
        var t when t == typeof(Uri) => "an absolute http or https address, for example https://mail.example.com",
        _ => "something else",
    };
}
