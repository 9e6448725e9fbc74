namespace EmailContactPortal.Mail.Smtp;

/// <summary>How long to wait at each stage; the defaults are those of RFC 5321 4.5.3.2.</summary>
public sealed record SmtpTimeouts
{
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan DataStart { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan DataBlock { get; init; } = TimeSpan.FromMinutes(3);

    public TimeSpan EndOfData { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>the same short time limit at every stage, for checks a person waits for.</summary>
    public static SmtpTimeouts Short(TimeSpan timeout) => new()
    {
        Connect = timeout,
        Greeting = timeout,
        Command = timeout,
        DataStart = timeout,
        DataBlock = timeout,
        EndOfData = timeout,
        Quit = timeout,
    };

    internal TimeSpan For(SmtpStage stage) => stage switch
    {
        SmtpStage.Connect => Connect,
        SmtpStage.Greeting => Greeting,
        SmtpStage.Data => DataStart,
        SmtpStage.Body => DataBlock,
        SmtpStage.EndOfData => EndOfData,
        SmtpStage.Quit => Quit,
        _ => Command,
    };
}
