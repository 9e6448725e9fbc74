using System.Linq.Expressions;
using System.Text;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>
/// "Begins with" for columns that keep keys, as a range that both databases answer from an index: they compare by code points there.
/// </summary>
internal static class PrefixRange
{
    public static Expression<Func<T, bool>> Of<T>(Expression<Func<T, string>> column, string beginning)
    {
        var compare = typeof(string).GetMethod(nameof(string.Compare), [typeof(string), typeof(string)])!;
        var atLeast = Expression.GreaterThanOrEqual(Expression.Call(compare, column.Body, Captured(beginning)), Expression.Constant(0));
        if (After(beginning) is not { } end) return Expression.Lambda<Func<T, bool>>(atLeast, column.Parameters);
        var below = Expression.LessThan(Expression.Call(compare, column.Body, Captured(end)), Expression.Constant(0));
        return Expression.Lambda<Func<T, bool>>(Expression.AndAlso(atLeast, below), column.Parameters);
    }

    /// <summary>
    /// The first text after all that begin so; null when there is none. No "last character" such as U+FFFF does: where it has no weight,
    /// nothing is below it.
    /// </summary>
    internal static string? After(string beginning)
    {
        var runes = beginning.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var last = runes[^1].Value;
            runes.RemoveAt(runes.Count - 1);
            if (last == 0x10FFFF) continue;
            runes.Add(new Rune(last == 0xD7FF ? 0xE000 : last + 1));
            return string.Concat(runes);
        }

        return null;
    }

    // As a parameter of the SQL and not a literal, so that one plan serves all searches.
    internal static MemberExpression Captured(string value) => Expression.Field(Expression.Constant(new Box(value)), nameof(Box.Value));

    private sealed class Box(string value)
    {
        public readonly string Value = value;
    }
}
