using System.Globalization;
using System.Text;

namespace EmailContactPortal.Audience.Csv;

/// <summary>
/// Puts an apostrophe before what a spreadsheet would take for a formula or a command, also behind blanks and characters that nobody sees,
/// in full width, and behind a semicolon, a tab or a line break inside the value: with other regional settings a new cell begins there.
/// </summary>
internal static class FormulaGuard
{
    /// <summary>The value as it may stand in a cell.</summary>
    public static string? Of(string? value)
    {
        if (string.IsNullOrEmpty(value)) return value;
        StringBuilder? guarded = null;
        var copied = 0;
        var begins = true;
        var cell = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is ';' or '\t' or '\r' or '\n')
            {
                // A tab or line break at the very beginning is itself what some programs cut off.
                (begins, cell) = (true, i + 1);
            }
            else if (begins && !IsSkipped(c))
            {
                if (IsFormula(c))
                {
                    (guarded ??= new StringBuilder(value.Length + 4)).Append(value, copied, cell - copied).Append('\'');
                    copied = cell;
                }

                begins = false;
            }
        }

        var text = guarded is null ? value : guarded.Append(value, copied, value.Length - copied).ToString();
        return text[0] is '\t' or '\r' or '\n' ? "'" + text : text;
    }

    private static bool IsFormula(char c) =>
        c is '=' or '+' or '-' or '@' or '|' or '%' or '＝' or '＋' or '－' or '＠' or '｜' or '％' or '﹦' or '﹢' or '﹣' or '﹫' or '﹪' or '−';

    // A quote would be taken off by a program that splits at another character.
    private static bool IsSkipped(char c) =>
        c == '"' || char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format;
}
