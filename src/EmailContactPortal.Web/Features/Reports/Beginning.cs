using System.Linq.Expressions;
using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>"Begins with" in the form that each database answers from an index: SQLite compares, SQL Server knows LIKE.</summary>
internal static class Beginning
{
    public static Expression<Func<T, bool>> With<T>(PortalContext db, Expression<Func<T, string>> column, string beginning)
    {
        var row = column.Parameters;
        if (db.Database.IsSqlServer())
        {
            return Expression.Lambda<Func<T, bool>>(Expression.Call(column.Body, nameof(string.StartsWith), null, Captured(beginning)), row);
        }

        var end = beginning[..^1] + (char)(beginning[^1] + 1);
        var compare = typeof(string).GetMethod(nameof(string.Compare), [typeof(string), typeof(string)])!;
        var atLeast = Expression.GreaterThanOrEqual(Expression.Call(compare, column.Body, Captured(beginning)), Expression.Constant(0));
        var below = Expression.LessThan(Expression.Call(compare, column.Body, Captured(end)), Expression.Constant(0));
        return Expression.Lambda<Func<T, bool>>(Expression.AndAlso(atLeast, below), row);
    }

    // As a parameter of the SQL and not a literal, so that one plan serves all searches.
    private static MemberExpression Captured(string value) => Expression.Field(Expression.Constant(new Box(value)), nameof(Box.Value));

    private sealed class Box(string value)
    {
        public readonly string Value = value;
    }
}
