namespace EmailContactPortal.Domain.Templates;

/// <summary>A template as a tree.</summary>
public abstract record TemplateNode
{
    private TemplateNode()
    {
    }

    /// <summary>Words that stay as they are.</summary>
    public sealed record Words(string Text) : TemplateNode;

    /// <summary>A value to fill in.</summary>
    /// <param name="Name">The field's key.</param>
    /// <param name="Default">What stands in for an empty value.</param>
    /// <param name="IsRaw">Whether the author asked for it unescaped.</param>
    /// <param name="Line">1-based.</param>
    public sealed record Field(string Name, string? Default, bool IsRaw, int Line) : TemplateNode;

    /// <summary>A choice by whether a field is empty.</summary>
    /// <param name="Name">The field's key.</param>
    /// <param name="Filled">What stands when it is not.</param>
    /// <param name="Empty">What stands when it is.</param>
    /// <param name="Line">1-based.</param>
    public sealed record Choice(
        string Name, IReadOnlyList<TemplateNode> Filled, IReadOnlyList<TemplateNode> Empty, int Line) : TemplateNode;
}
