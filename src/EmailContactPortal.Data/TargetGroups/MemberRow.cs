namespace EmailContactPortal.Data.TargetGroups;

/// <summary>One checked person on the way into a group.</summary>
public readonly record struct MemberRow(
    int Line, string Email, string EmailKey, string FirstName, string LastName, string Fields, string? CrmContactId);

/// <summary>One row that was left out, and why.</summary>
public readonly record struct IssueRow(int Line, string Column, string Value, string Reason);
