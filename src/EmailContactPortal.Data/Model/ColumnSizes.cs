namespace EmailContactPortal.Data.Model;

/// <summary>Sizes that several tables share.</summary>
internal static class ColumnSizes
{
    /// <summary>Longest address key: the domain's ASCII form may be longer than the address as written.</summary>
    public const int EmailKey = 320;

    /// <summary>Longest id that a CRM gives its records.</summary>
    public const int CrmId = 100;
}
