using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Web.Startup.Settings;

/// <summary>An absolute http or https address with a host.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute : ValidationAttribute
{
    public HttpAddressAttribute()
        : base("must be an absolute http or https address, for example https://mail.example.com")
    {
    }

    public override bool IsValid(object? value) => value is Uri { IsAbsoluteUri: true, Scheme: "http" or "https", Host.Length: > 0 };
}
