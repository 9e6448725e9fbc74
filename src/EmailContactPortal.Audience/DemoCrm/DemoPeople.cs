using System.Globalization;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Domain.DemoCrm;

namespace EmailContactPortal.Audience.DemoCrm;

/// <summary>The people of the demo CRM: the same at every first start, of several languages, and as untidy as in every CRM.</summary>
internal sealed class DemoPeople
{
    private static readonly (string Language, int UpTo)[] Languages = [("fi", 45), ("sv", 60), ("en", 80), ("de", 90), ("fr", 95),
        ("es", 100)];
    private static readonly string[] Domains = ["postbox.example", "bluemail.example", "sparrowfield.example", "quill.example",
        "example.com", "example.org"];

    private static readonly string[] Titles =
        ["Owner", "Buyer", "Head gardener", "Marketing manager", "Teacher", "Chief executive", "Assistant", "Project manager", "Florist",
            ""];

    private readonly Random random = new(20261121);
    private readonly Dictionary<string, Names> names = ReadNames();

    /// <summary>Makes that many people.</summary>
    public static List<DemoCrmContact> Make(int count, DateTime now)
    {
        var people = new DemoPeople();
        return [.. Enumerable.Range(1, count).Select(n => people.Person(n, now))];
    }

    private DemoCrmContact Person(int n, DateTime now)
    {
        var percent = random.Next(100);
        var language = Languages.First(l => percent < l.UpTo).Language;
        var from = names[language];
        var (first, last) = (One(from.First), One(from.Last));
        return new DemoCrmContact
        {
            FirstName = Percent(3) ? "" : first,
            LastName = last,
            Email = Email(first, last, n),
            Company = Percent(20) ? "" : string.Format(CultureInfo.InvariantCulture, One(from.Company), One(from.Last)),
            City = Percent(10) ? "" : One(from.City),
            Title = One(Titles),
            Phone = new string([.. from.Phone.Select(c => c == '#' ? (char)('0' + random.Next(10)) : c)]),
            Language = language,
            EmailOptOut = n > 420 && Percent(1),
            CreatedAt = now.AddDays(-random.Next(30, 900)),
        };
    }

    // A few people have no usable address, as in every CRM; the imports name them.
    private string Email(string first, string last, int n)
    {
        if (n % 401 == 0) return "";
        if (n % 499 == 0) return $"{Ascii(last)}@intranet";
        return $"{Ascii(first)}.{Ascii(last)}.{n}@{One(Domains)}";
    }

    private static string Ascii(string name) =>
        new([.. name.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(char.IsAsciiLetterOrDigit)]);

    private bool Percent(int share) => random.Next(100) < share;

    private string One(string[] choices) => choices[random.Next(choices.Length)];

    private static Dictionary<string, Names> ReadNames()
    {
        using var stream = typeof(DemoPeople).Assembly.GetManifestResourceStream($"{typeof(DemoPeople).Namespace}.names.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Names>>(stream, JsonSerializerOptions.Web)!;
    }

    /// <summary>
    /// What people of one language are called; <c>{0}</c> in a company is a last name, <c>#</c> in a phone number a digit.
    /// </summary>
    private sealed record Names(string[] First, string[] Last, string[] City, string[] Company, string Phone);
}
