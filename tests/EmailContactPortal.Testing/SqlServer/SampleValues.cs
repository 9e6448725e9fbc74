namespace EmailContactPortal.Testing.SqlServer;

/// <summary>Values of any type that a query may take; never read, only there.</summary>
internal static class SampleValues
{
    private static readonly DateTime Moment = new(2026, 11, 20, 8, 30, 0, DateTimeKind.Utc);

    internal static object? Of(Type type, bool isFull)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return isFull ? Of(inner, isFull) : null;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0);
        if (type == typeof(string)) return isFull ? "some" : null;
        if (type == typeof(DateTime)) return Moment;
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(Moment);
        if (type == typeof(byte[])) return new byte[] { 1 };
        if (type == typeof(int)) return 1;
        if (ElementOf(type) is { } element) return Some(type, element);
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    private static Array Filled(Type element)
    {
        var array = Array.CreateInstance(element, 2);
        for (var i = 0; i < 2; i++) array.SetValue(Of(element, isFull: true), i);
        return array;
    }

    private static object? Some(Type type, Type element)
    {
        var array = Filled(element);
        if (type.IsInstanceOfType(array)) return array;
        var list = Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array);
        return type.IsInstanceOfType(list) ? list : Activator.CreateInstance(type, array);
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Prepend(type).FirstOrDefault(t => t.IsGenericType
            && t.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
}
