namespace EmailContactPortal.Domain.Templates;

/// <summary>What a piece of a template is.</summary>
public enum TokenKind
{
    /// <summary>Words that stay as they are.</summary>
    Text,

    /// <summary><c>{{name}}</c>, <c>{{{name}}}</c> or <c>{{default name "words"}}</c>.</summary>
    Field,

    /// <summary><c>{{#if name}}</c>.</summary>
    If,

    /// <summary><c>{{#unless name}}</c>.</summary>
    Unless,

    /// <summary><c>{{else}}</c>.</summary>
    Else,

    /// <summary><c>{{/if}}</c> or <c>{{/unless}}</c>; the name says which.</summary>
    End,
}

/// <summary>One piece of a template: words or a tag.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The words, or the tag as written.</param>
/// <param name="Name">The field's key, or the block's word at its end.</param>
/// <param name="Default">What stands in for an empty value; null without.</param>
/// <param name="IsRaw">Whether three braces asked for the value unescaped.</param>
/// <param name="Line">1-based line where it begins.</param>
/// <param name="Start">Where it begins in the template.</param>
public sealed record TemplateToken(
    TokenKind Kind, string Text, string Name = "", string? Default = null, bool IsRaw = false, int Line = 1, int Start = 0);

/// <summary>What is wrong with a template, in plain words, and where.</summary>
public sealed record TemplateFault(string Message, int Line);
