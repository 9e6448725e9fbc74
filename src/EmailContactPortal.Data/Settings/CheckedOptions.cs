using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Settings;

/// <summary>
/// The one way options are registered: bound before the container is built, checked by their annotations when the host starts.
/// </summary>
public static class CheckedOptions
{
    /// <summary>Registers options whose values are known; what configures them later is checked with them.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="value">The values; each service gets a copy.</param>
    public static IServiceCollection AddChecked<T>(this IServiceCollection services, T value)
        where T : class
    {
        services.AddOptions<T>().Configure(o => Copy(value, o)).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    private static void Copy<T>(T from, T to)
    {
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.Instance).Where(p => p.SetMethod is not null))
        {
            property.SetValue(to, property.GetValue(from));
        }
    }
}
