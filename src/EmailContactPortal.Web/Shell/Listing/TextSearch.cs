using System.Linq.Expressions;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>Finds words anywhere in texts, without regard to case and in all alphabets, on both databases.</summary>
internal static class TextSearch
{
    /// <summary>The rows with the words in one of these.</summary>
    public static IQueryable<T> Found<T>(IQueryable<T> rows, string words, params Expression<Func<T, string?>>[] texts) =>
        rows.Where(In(null, texts, words.ToLowerInvariant()));

    /// <summary>"Stands somewhere in one of these."</summary>
    /// <param name="key">A column that holds small letters already; null for none.</param>
    /// <param name="texts">Columns as people wrote them.</param>
    /// <param name="low">The words in small letters.</param>
    public static Expression<Func<T, bool>> In<T>(
        Expression<Func<T, string>>? key, IReadOnlyList<Expression<Func<T, string?>>> texts, string low)
    {
        var parameter = Expression.Parameter(typeof(T), "row");
        var wanted = PrefixRange.Captured(low);
        var places = texts.Select(t => Moved(ListSort<T>.Lower(t), parameter)).ToList();
        if (key is not null) places.Insert(0, Moved(key, parameter));
        var anywhere = places.Select(p => (Expression)Expression.Call(p, nameof(string.Contains), null, wanted))
            .Aggregate(Expression.OrElse);
        return Expression.Lambda<Func<T, bool>>(anywhere, parameter);
    }

    private static Expression Moved(LambdaExpression from, ParameterExpression to) => new Mover(from.Parameters[0], to).Visit(from.Body);

    private sealed class Mover(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
