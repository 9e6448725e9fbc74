using System.Linq.Expressions;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>
/// An order of rows. Texts are ordered without regard to case on both databases: in small letters, which SQLite makes by the portal's own
/// function.
/// </summary>
internal sealed class ListSort<T>
{
    private readonly Func<IQueryable<T>, bool, IOrderedQueryable<T>> apply;

    private ListSort(Func<IQueryable<T>, bool, IOrderedQueryable<T>> apply, bool isText, IReadOnlyList<string>? index) =>
        (this.apply, IsText, Index) = (apply, isText, index ?? []);

    /// <summary>Whether it orders words that people read.</summary>
    public bool IsText { get; }

    /// <summary>The columns of the index that answers it, in lists that may be long; a test looks for it in the model.</summary>
    public IReadOnlyList<string> Index { get; }

    public IOrderedQueryable<T> Apply(IQueryable<T> rows, bool descending) => apply(rows, descending);

    /// <summary>By words, for lists of some thousand rows.</summary>
    public static ListSort<T> Text(Expression<Func<T, string?>> by)
    {
        var lower = Lower(by);
        return new((rows, descending) => descending ? rows.OrderByDescending(lower) : rows.OrderBy(lower), isText: true, null);
    }

    /// <summary>By a number, a moment, a state or a key.</summary>
    public static ListSort<T> By<TKey>(Expression<Func<T, TKey>> by, IReadOnlyList<string>? index = null) =>
        new((rows, descending) => descending ? rows.OrderByDescending(by) : rows.OrderBy(by), isText: false, index);

    /// <summary>By a moment that not every row has; those without come last in both directions.</summary>
    public static ListSort<T> EmptyLast(Expression<Func<T, DateTime?>> by, IReadOnlyList<string>? index = null)
    {
        var isEmpty = Expression.Lambda<Func<T, bool>>(
            Expression.Equal(by.Body, Expression.Constant(null, typeof(DateTime?))), by.Parameters);
        return new((rows, descending) => descending ? rows.OrderByDescending(by) : rows.OrderBy(isEmpty).ThenBy(by), isText: false, index);
    }

    internal static Expression<Func<T, string?>> Lower(Expression<Func<T, string?>> text) =>
        Expression.Lambda<Func<T, string?>>(Expression.Call(text.Body, nameof(string.ToLower), null), text.Parameters);
}
