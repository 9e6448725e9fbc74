using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace EmailContactPortal.Web.Shell;

/// <summary>
/// An empty field of a form is an empty text where the form's class says "never null"; the framework's null there would break whoever
/// trusts the class. Texts that may be null get null, as before.
/// </summary>
internal sealed class EmptyTexts : IDisplayMetadataProvider
{
    private static readonly System.Reflection.NullabilityInfoContext Nullability = new();

    public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
    {
        if (context.Key.ModelType != typeof(string) || context.Key.PropertyInfo is not { } property) return;
        lock (Nullability)
        {
            if (Nullability.Create(property).WriteState == System.Reflection.NullabilityState.NotNull)
                context.DisplayMetadata.ConvertEmptyStringToNull = false;
        }
    }
}
