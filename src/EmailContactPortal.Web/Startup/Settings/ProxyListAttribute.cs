using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Web.Startup.Settings;

/// <summary>A list that <see cref="Proxies"/> understands.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProxyListAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        Proxies.Read((string)value!, out var unknown);
        return unknown is null
            ? ValidationResult.Success
            : new(
                $"Portal:KnownProxies names '{unknown}', which is neither an address (10.0.0.5), nor a network (10.0.0.0/8), nor "
                    + "loopback.");
    }
}
