using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm;

/// <summary>A kind of CRM together with its adapter.</summary>
/// <param name="Name">Stored in connections.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Create">Makes the adapter of one connection.</param>
public sealed record CrmAdapterKind(string Name, string Label, Func<CrmSettings, ICrmAdapter> Create) : CrmKind(Name, Label);
