namespace EmailContactPortal.Mail.Reports;

/// <summary>What a mail that came back says.</summary>
public enum ReturnedKind
{
    /// <summary>Nothing that concerns the delivery: a notice of delay or success, somebody's automatic answer, a person's mail.</summary>
    Nothing,

    /// <summary>There is no such mailbox: mail to it will never arrive.</summary>
    HardBounce,

    /// <summary>It did not arrive this time: mailbox full, policy, content, trouble on the way.</summary>
    SoftBounce,

    /// <summary>The recipient reported it as unwanted (RFC 5965).</summary>
    Complaint,
}

/// <summary>A returned mail in short.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Status">The enhanced status code (RFC 3463), where there is one.</param>
/// <param name="Reason">The words of the server that gave up; one line.</param>
public sealed record ReturnedMail(ReturnedKind Kind, string? Status = null, string Reason = "")
{
    public static ReturnedMail Nothing { get; } = new(ReturnedKind.Nothing);
}
