namespace EmailContactPortal.Domain.Jobs;

/// <summary>While its one row is there, no instance starts a job; what runs goes on to its end.</summary>
public sealed class JobPause
{
    public const int Only = 1;

    public int Id { get; set; } = Only;

    public DateTime At { get; set; }

    /// <summary>Who pressed the button.</summary>
    public string By { get; set; } = "";
}
