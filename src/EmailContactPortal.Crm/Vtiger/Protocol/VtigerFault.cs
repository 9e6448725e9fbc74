namespace EmailContactPortal.Crm.Vtiger.Protocol;

/// <summary>An error that the web service itself reported, or an answer nobody can read.</summary>
/// <param name="code">The service's code; empty when the answer was not readable.</param>
/// <param name="message">In its words.</param>
/// <param name="isUnknown">Whether the call may have had its effect all the same.</param>
internal sealed class VtigerFault(string code, string message, bool isUnknown = false) : Exception(message)
{
    private const string NotKeptCode = "NOT_KEPT";

    // What stays wrong however often it is said; every other code may be a database that was stopped, locked or full.
    private static readonly string[] FinalCodes =
        ["ACCESS_DENIED", "RECORD_NOT_FOUND", "MANDATORY_FIELDS_MISSING", "REFERENCE_INVALID", "INVALID_ID_ATTRIBUTE", "INVALID_MODULE",
            "UNKOWN_ENTITY", "UNKNOWN_ENTITY", "OPERATION_NOT_SUPPORTED", "0"];

    private static readonly string[] SessionCodes = ["AUTHENTICATION_REQUIRED", "INVALID_SESSIONID", "SESSION_EXPIRED",
        "SESSION_LEFT_IDLE"];

    public string Code { get; } = code;

    /// <summary>A repeated write must look first whether the record is there.</summary>
    public bool IsUnknown { get; } = isUnknown;

    /// <summary>A new login mends it.</summary>
    public bool IsSession => SessionCodes.Contains(Code);

    /// <summary>The same may go well later: the service failed, or said success and shows that nothing happened.</summary>
    public bool MayPass => !IsUnknown && !IsSession && !FinalCodes.Contains(Code) && !IsDuplicate;

    /// <summary>Another login at the same moment took this one's challenge; or the key is wrong, which shows when it stays.</summary>
    public bool IsLostChallenge => Code is "INVALID_USER_CREDENTIALS" or "INVALID_AUTH_TOKEN";

    /// <summary>The service said success, and its answer shows that the value is not there.</summary>
    public static VtigerFault NotKept(string field, string shown) =>
        new(
            NotKeptCode,
            $"The CRM said that it saved, but its answer still "
                + $"shows “{(shown.Length <= 60 ? shown : shown[..60] + "…")}” in {field}. Its database may have been locked; the portal "
                + "writes again");

    /// <summary>A unique field already has this value; vtiger says so with the number 0 as code.</summary>
    public bool IsDuplicate => Code == "0" || Message.StartsWith("Duplicate", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same in the portal's terms, with what a person can do.</summary>
    public CrmException ToCrm(string doing) => Code switch
    {
        "INVALID_USER_CREDENTIALS" or "INVALID_AUTH_TOKEN" or "ACCESSKEY_UNDEFINED" =>
            new CrmException(
                CrmFault.SignIn,
                "The CRM refused the user name or the access key. The access key stands in the CRM under My Preferences; it is not the "
                    + "password.", this),
        NotKeptCode => new CrmException(CrmFault.Nonsense, Message + ".", this),
        "ACCESS_DENIED" when doing == Signing =>
            new CrmException(CrmFault.SignIn, "The CRM does not know this user name, or the user is inactive.", this),
        "ACCESS_DENIED" =>
            new CrmException(
                CrmFault.Rights, $"The CRM does not let this user {doing}: “{Message}”. Give the user's role the right in the CRM.", this),
        "UNKOWN_ENTITY" or "UNKNOWN_ENTITY" =>
            new CrmException(
                CrmFault.Unsupported, $"The CRM does not know what was asked when the portal tried to {doing}: “{Message}”.", this),
        "" when IsUnknown =>
            new CrmException(CrmFault.Nonsense, $"The CRM's answer could not be read when the portal tried to {doing}: “{Message}”.", this),
        _ => new CrmException(CrmFault.Nonsense, $"The CRM answered {Code} when the portal tried to {doing}: “{Message}”.", this),
    };

    /// <summary>What a login is doing, because the same code means another thing there.</summary>
    public const string Signing = "sign in";
}
