namespace EmailContactPortal.Domain;

/// <summary>
/// The outcome of a command that a rule may refuse; exceptions are left for bugs and dead databases. A <see cref="Problem"/> is a refusal
/// by itself: <c>return Problem.Gone("campaign.gone")</c>.
/// </summary>
public class Result
{
    private protected Result(IReadOnlyList<Problem> problems) => Problems = problems;

    /// <summary>The success without a value.</summary>
    public static Result Ok { get; } = new([]);

    /// <summary>Empty when the command was carried out.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>Whether the command was carried out.</summary>
    public bool Succeeded => Problems.Count == 0;

    public static implicit operator Result(Problem problem) => new([problem]);

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
    public T Value => Succeeded ? value! : throw new InvalidOperationException($"A refused command has no value: {Problems[0].InEnglish}");

    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Problem problem) => new(default, [problem]);

    /// <summary>A refusal for several reasons.</summary>
    public static Result<T> No(IReadOnlyList<Problem> problems) => new(default, problems);
}
