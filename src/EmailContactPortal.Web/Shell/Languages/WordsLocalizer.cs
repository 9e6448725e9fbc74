using EmailContactPortal.Domain.Wording;
using Microsoft.Extensions.Localization;

namespace EmailContactPortal.Web.Shell.Languages;

/// <summary>
/// Gives views and forms the sentences of <see cref="Words"/>, whatever type they ask by: there is one file for each language.
/// </summary>
internal sealed class WordsLocalizer : IStringLocalizer, IStringLocalizerFactory
{
    public LocalizedString this[string name] => new(name, Words.Of(name));

    public LocalizedString this[string name, params object[] arguments] => new(name, Words.Of(name, arguments));

    public IStringLocalizer Create(Type resourceSource) => this;

    public IStringLocalizer Create(string baseName, string location) => this;

    /// <summary>Nobody asks for all of them.</summary>
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
}
