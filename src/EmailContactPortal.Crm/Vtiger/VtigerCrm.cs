namespace EmailContactPortal.Crm.Vtiger;

/// <summary>The vtiger adapter's entry among the kinds of CRM.</summary>
public static class VtigerCrm
{
    /// <summary>Stored in connections.</summary>
    public const string Kind = "vtiger";

    /// <summary>The kind, calling out through <paramref name="http"/>.</summary>
    public static CrmKind With(Func<HttpClient> http) => new(Kind, "vtiger or CRM-service", NeedsAddress: true, settings => new VtigerAdapter(http(), settings));
}
