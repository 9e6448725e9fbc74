namespace EmailContactPortal.Domain;

/// <summary>Bounds for text that comes from outside.</summary>
public static class Text
{
    /// <summary>At most <paramref name="max"/> UTF-16 units of <paramref name="value"/>, never half a surrogate pair.</summary>
    public static string Bound(string value, int max)
    {
        if (value.Length <= max) return value;
        return char.IsHighSurrogate(value[max - 1]) ? value[..(max - 1)] : value[..max];
    }
}
