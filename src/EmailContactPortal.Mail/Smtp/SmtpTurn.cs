namespace EmailContactPortal.Mail.Smtp;

/// <summary>
/// What came of one <see cref="SmtpConnection.FinishAsync"/>: the fate of the message sent and of the one begun behind it.
/// </summary>
/// <param name="Accepted">The answer by which the server took the message; null when it did not.</param>
/// <param name="Failure">Why the message was not (or not surely) taken.</param>
/// <param name="NextFailure">Why the next message cannot follow; null when the server waits for it, or there is none.</param>
public readonly record struct SmtpTurn(SmtpReply? Accepted, SmtpException? Failure, SmtpException? NextFailure);
