using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Domain;

/// <summary>What kind of no it is. Web makes the HTTP status of it, in one place for pages and API.</summary>
public enum ProblemKind
{
    /// <summary>What was given cannot be taken.</summary>
    Invalid,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>The thing was there when it was shown, and is not any more.</summary>
    Gone,

    /// <summary>It does not go with what is there now: a name that is taken, a newer version, a move that is not legal.</summary>
    Conflict,

    /// <summary>Somebody else may do it.</summary>
    Forbidden,

    /// <summary>More than is taken at once.</summary>
    TooLarge,
}

/// <summary>
/// Why a rule said no: for programs a kind and a stable code, for people a sentence in their language, and the field it concerns.
/// </summary>
public sealed record Problem
{
    /// <summary>The key of sentences that were not written here.</summary>
    private const string AsTold = "words.told";

    private readonly object?[] arguments;

    private Problem(ProblemKind kind, string code, string wording, object?[] arguments) =>
        (Kind, Code, Wording, this.arguments) = (kind, code, wording, arguments);

    public ProblemKind Kind { get; }

    /// <summary>Stable, two words: <c>campaign.not-legal</c>.</summary>
    public string Code { get; }

    /// <summary>
    /// The key of its sentence in <c>Words.resx</c>: the code, with a third word where one code has several sentences
    /// (<c>campaign.empty.left-out</c>).
    /// </summary>
    public string Wording { get; }

    /// <summary>What the sentence tells beside its own words, in the order of its placeholders.</summary>
    public IReadOnlyList<object?> Arguments => arguments;

    /// <summary>The input's name, when one input is to blame.</summary>
    public string? Field { get; private init; }

    /// <summary>The 1-based line inside that input, when known.</summary>
    public int? Line { get; private init; }

    /// <summary>What happened and what to do about it, in the language of who asks.</summary>
    public string Message => Words.Of(Wording, arguments);

    /// <summary>The same for logs and for what is stored, which all read in one language.</summary>
    public string InEnglish => Words.In(Words.English, Wording, arguments);

    public static Problem Invalid(string wording, params object?[] arguments) => Of(ProblemKind.Invalid, wording, arguments);

    public static Problem NotFound(string wording, params object?[] arguments) => Of(ProblemKind.NotFound, wording, arguments);

    public static Problem Gone(string wording, params object?[] arguments) => Of(ProblemKind.Gone, wording, arguments);

    public static Problem Conflict(string wording, params object?[] arguments) => Of(ProblemKind.Conflict, wording, arguments);

    public static Problem Forbidden(string wording, params object?[] arguments) => Of(ProblemKind.Forbidden, wording, arguments);

    public static Problem TooLarge(string wording, params object?[] arguments) => Of(ProblemKind.TooLarge, wording, arguments);

    /// <summary>Something that cannot be taken, in the words of who said so: a CRM, a mail server, the checker of templates.</summary>
    public static Problem Told(string code, string words) => new(ProblemKind.Invalid, code, AsTold, [words]);

    /// <summary>The same problem at the input, and the line in it, that is to blame.</summary>
    public Problem At(string? field, int? line = null) => this with { Field = field, Line = line };

    public bool Equals(Problem? other) =>
        other is not null && (Kind, Code, Wording, Field, Line) == (other.Kind, other.Code, other.Wording, other.Field, other.Line)
            && arguments.SequenceEqual(other.arguments);

    public override int GetHashCode() => HashCode.Combine(Code, Wording, Field, Line);

    private static Problem Of(ProblemKind kind, string wording, object?[] arguments) => new(kind, CodeOf(wording), wording, arguments);

    private static string CodeOf(string wording) => string.Join('.', wording.Split('.').Take(2));
}
