namespace EmailContactPortal.Domain;

/// <summary>Why a rule said no: a stable <paramref name="Code"/> for programs, a sentence for people, and the field it concerns.</summary>
/// <param name="Code">Stable, dotted, lower case: <c>campaign.not-legal</c>.</param>
/// <param name="Message">What happened and what to do about it, in plain words.</param>
/// <param name="Field">The input's name, when one input is to blame.</param>
/// <param name="Line">The 1-based line inside that input, when known.</param>
public sealed record Problem(string Code, string Message, string? Field = null, int? Line = null);

/// <summary>The outcome of a command that a rule may refuse; exceptions are left for bugs and dead databases.</summary>
public class Result
{
    private protected Result(IReadOnlyList<Problem> problems) => Problems = problems;

    /// <summary>The success without a value.</summary>
    public static Result Ok { get; } = new([]);

    /// <summary>Empty when the command was carried out.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>Whether the command was carried out.</summary>
    public bool Succeeded => Problems.Count == 0;

    /// <summary>A refusal for one reason.</summary>
    public static Result No(string code, string message, string? field = null, int? line = null) => new([new Problem(code, message, field, line)]);

    /// <summary>A refusal for several reasons, or success when there are none.</summary>
    public static Result From(IReadOnlyList<Problem> problems) => problems.Count == 0 ? Ok : new(problems);
}

/// <summary>The outcome of a command that gives a value when no rule refuses it.</summary>
public sealed class Result<T> : Result
{
    private readonly T? value;

    private Result(T? value, IReadOnlyList<Problem> problems)
        : base(problems) => this.value = value;

    /// <summary>The value; asking a refusal for it is a bug.</summary>
    public T Value => Succeeded ? value! : throw new InvalidOperationException($"A refused command has no value: {Problems[0].Message}");

    public static implicit operator Result<T>(T value) => new(value, []);

    /// <summary>A refusal for one reason.</summary>
    public static new Result<T> No(string code, string message, string? field = null, int? line = null) => new(default, [new Problem(code, message, field, line)]);

    /// <summary>A refusal for several reasons.</summary>
    public static Result<T> No(IReadOnlyList<Problem> problems) => new(default, problems);
}
