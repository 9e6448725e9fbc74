using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Audience.Csv;

/// <summary>What each column of a file probably means, by its header in the languages people export in.</summary>
public static class ColumnGuesser
{
    /// <summary>Most columns a file may have.</summary>
    public const int MaxColumns = 250;

    private static readonly string[] Email =
    [
        "email", "mail", "emailaddress", "mailaddress", "primaryemail", "emailaddresses", "sähköposti", "sähköpostiosoite", "sposti",
        "epost", "epostadress", "epostadresse", "mejl", "emailadresse",
        "mailadresse", "correo", "correoelectrónico", "correoelectronico", "courriel", "adresseemail", "adresseemail", "adressemail",
        "adressecourriel", "indirizzoemail", "postaelettronica",
        "endereçodeemail", "emailadres", "адресэлектроннойпочты", "электроннаяпочта", "почта", "элпочта", "メール", "メールアドレス", "eメール",
        "電子メール", "邮箱", "电子邮件", "电子邮箱", "이메일", "البريدالإلكتروني",
        "tölvupóstur", "eposti", "meiliaadress", "epasts", "elpaštas", "adresemail", "adrese-mail", "adresaemail",
    ];

    private static readonly string[] First =
    [
        "firstname", "first", "givenname", "forename", "etunimi", "förnamn", "fornamn", "fornavn", "vorname", "prénom", "prenom", "nombre",
        "nome", "primonome", "voornaam", "imię", "imie", "имя", "eesnimi", "vārds",
        "vardas", "名", "名前", "名字", "이름", "الاسمالأول", "jméno", "keresztnév",
    ];

    private static readonly string[] Last =
    [
        "lastname", "last", "surname", "familyname", "sukunimi", "efternamn", "etternavn", "efternavn", "nachname", "familienname", "nom",
        "nomdefamille", "apellido", "apellidos", "cognome", "sobrenome", "apelido",
        "achternaam", "nazwisko", "фамилия", "perekonnanimi", "uzvārds", "pavardė", "姓", "苗字", "성", "اسمالعائلة", "příjmení", "vezetéknév",
    ];

    private static readonly Dictionary<string, string> Known =
        Map((Email, MergeFields.Email), (First, MergeFields.FirstName), (Last, MergeFields.LastName));

    /// <summary>A column for each header; every target is used once.</summary>
    public static IReadOnlyList<CsvColumn> Guess(IReadOnlyList<string> headers)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var exact = headers.Select(h => Known.GetValueOrDefault(Plain(h), "")).ToList();
        var columns = new List<CsvColumn>();
        for (var i = 0; i < headers.Count; i++)
        {
            var target = exact[i].Length > 0 && taken.Add(exact[i]) ? exact[i] : Key(headers[i], i, taken);
            columns.Add(new CsvColumn(Text.Bound(headers[i].Trim(), 200), target));
        }

        return columns;
    }

    /// <summary>Whether a header was recognised as address or name.</summary>
    public static bool IsRecognised(string header) => Known.ContainsKey(Plain(header));

    /// <summary>The further fields among the columns, for the group.</summary>
    public static IReadOnlyList<MemberField> Fields(IEnumerable<CsvColumn> columns) =>
        [.. columns.Where(c => c.Target.Length > 0 && !IsPerson(c.Target))
            .Select(c => new MemberField(c.Target, c.Header.Length > 0 ? c.Header : c.Target))];

    /// <summary>Whether a target is address or name, which every member has.</summary>
    public static bool IsPerson(string target) => target is MergeFields.Email or MergeFields.FirstName or MergeFields.LastName;

    private static string Key(string header, int index, HashSet<string> taken)
    {
        var key = MergeFields.KeyOf(header);
        if (key.Length == 0) key = $"column_{index + 1}";
        var reserved = IsPerson(key) || MergeFields.System.Any(s => s.Key == key);
        var candidate = reserved ? key + "_2" : key;
        for (var n = 2; !taken.Add(candidate); n++) candidate = $"{key}_{n + (reserved ? 1 : 0)}";
        return candidate;
    }

    private static string Plain(string header) => new([.. header.ToLowerInvariant().Where(char.IsLetterOrDigit)]);

    private static Dictionary<string, string> Map(params ReadOnlySpan<(string[] Words, string Target)> groups)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (words, target) in groups)
        {
            foreach (var word in words) map.TryAdd(Plain(word), target);
        }

        return map;
    }
}
