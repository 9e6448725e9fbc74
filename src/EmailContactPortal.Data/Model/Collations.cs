using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>How texts compare, the same on both databases whatever their default is.</summary>
internal static class Collations
{
    private const string Annotation = "Portal:Compares";

    /// <summary>A key or id: compared by code points. <c>straße@</c> is not <c>strasse@</c>, and CRM ids may differ in case only.</summary>
    internal static PropertyBuilder<T> IsKey<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Annotation, Kind.Key);

    /// <summary>The name of a thing: two that differ in case only are one, and lists sort without regard to it.</summary>
    internal static PropertyBuilder<T> IsName<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Annotation, Kind.Name);

    /// <summary>
    /// Something people look for without regard to case. SQLite's LIKE has none anyway, and imports must see corrections of case.
    /// </summary>
    internal static PropertyBuilder<T> IsSearched<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Annotation, Kind.Searched);

    /// <summary>Gives marked columns the collation of the database in use.</summary>
    internal static void Apply(ModelBuilder builder, bool isSqlServer)
    {
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(t => t.GetDeclaredProperties()))
        {
            if (property.RemoveAnnotation(Annotation)?.Value is not Kind kind) continue;
            var collation = (kind, isSqlServer) switch
            {
                (Kind.Key, true) => "Latin1_General_100_BIN2",
                (_, true) => "Latin1_General_100_CI_AS",
                (Kind.Name, false) => "NOCASE",
                _ => null,
            };
            if (collation is not null) property.SetCollation(collation);
        }
    }

    private enum Kind
    {
        Key,
        Name,
        Searched,
    }
}
