namespace EmailContactPortal.Domain.Access;

/// <summary>Tells passwords and keys that somebody who guesses tries first; long sentences pass whatever they are made of.</summary>
public static class WeakSecrets
{
    /// <summary>Longest password; hashing more gives nothing.</summary>
    public const int MaxLength = 200;

    /// <summary>What is left when digits and signs around it and letters written as digits are undone.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "password", "passwort", "passphrase", "motdepasse", "contrasena", "salasana", "parola", "wachtwoord", "secret", "geheim",
        "salainen", "letmein", "letmeinnow", "welcome", "willkommen", "tervetuloa", "bienvenue",
        "admin", "administrator", "adminadmin", "root", "superuser", "superadmin", "user", "guest", "test", "testtest", "tester",
        "testing", "demo", "default", "changeme", "changethis", "changeit", "master", "login", "account",
        "qwerty", "qwertz", "azerty", "qwertyuiop", "qwertzuiop", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm", "qwertyqwerty", "qazwsx",
        "qazwsxedc", "abc", "abcd", "abcdef", "abcdefg", "abcdefgh", "abcdefghij", "abcdefghijkl",
        "iloveyou", "monkey", "dragon", "sunshine", "princess", "football", "baseball", "superman", "batman", "pokemon", "starwars",
        "trustno", "whatever", "computer", "internet", "michelle", "jennifer", "jordan", "liverpool",
        "arsenal", "chelsea", "shadow", "freedom", "flower", "cheese", "summer", "winter", "spring", "autumn", "january", "february",
        "december", "monday", "portal", "emailportal", "emailcontactportal", "contactportal",
        "company", "business", "marketing", "newsletter", "campaign", "passw", "pass", "mypassword", "mypass", "thepassword",
        "newpassword", "ilovemyself", "hello", "helloworld", "blink", "ninja", "mustang", "access", "hunter",
    };

    /// <summary>Shortest key that a program is given from the settings.</summary>
    public const int MinKeyLength = 24;

    /// <summary>Why a key for programs is weak, in words; null when it is not.</summary>
    public static string? WeaknessOfKey(string key)
    {
        var text = key.Trim();
        if (text.Length < MinKeyLength) return $"it is shorter than {MinKeyLength} characters";
        if (text.Any(c => c is <= ' ' or > '~')) return "it holds characters that a header cannot carry";
        if (text.Distinct().Count() < 10) return "it repeats too few characters";
        return text.All(char.IsAsciiDigit) || Weakness(text) is not null ? "it is easy to guess" : null;
    }

    /// <summary>Why a password is weak, in words; null when it is not.</summary>
    public static string? Weakness(string password, string? email = null, string? name = null)
    {
        if (password.Length > MaxLength) return $"The password is longer than {MaxLength} characters.";
        var text = password.Trim().ToLowerInvariant();
        if (text.Length > 0 && text.All(c => char.IsDigit(c) || char.IsPunctuation(c) || char.IsWhiteSpace(c) || char.IsSymbol(c))
            && text.Any(char.IsDigit)) return "The password is made of digits only; write some words.";
        if (IsRepeated(text)) return "The password repeats itself; write some words.";
        if (IsRow(text)) return "The password follows the alphabet or the keyboard; write some words.";
        if (IsAbout(text, email) || IsAbout(text, name))
            return "The password is your own address or name; write something that others cannot know.";
        return Cores(text).Any(Common.Contains) ? "The password is one of those that are tried first; write a sentence." : null;
    }

    // The word inside: without what people put around it to make it pass, with letters written as digits or not.
    private static IEnumerable<string> Cores(string text)
    {
        var word = text.Trim([.. "0123456789!?.,;:-_+*#$%&/()=@^~<>|'\"§€ "]);
        yield return word;
        yield return Plain(word);
        yield return Plain(text);
        var letters = string.Concat(word.Where(char.IsLetter));
        if (letters.Length >= word.Length - 2) yield return letters;
    }

    private static string Plain(string text)
    {
        var undone = text.Select(c => c switch
        {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' or '@' => 'a',
            '5' or '$' => 's',
            '7' => 't',
            '!' => 'i',
            _ => c,
        });
        return string.Concat(undone);
    }

    // Twice or more the same, as abcabcabc or aaaaaaaaaa1.
    private static bool IsRepeated(string text)
    {
        if (text.Length < 4) return false;
        if (text.Distinct().Count() <= 3) return true;
        for (var length = 1; length <= Math.Min(text.Length / 2, 12); length++)
        {
            var i = length;
            while (i < text.Length && text[i] == text[i - length]) i++;
            // What is left over at the end is no more than a few characters somebody added.
            if (i >= length * 2 && text.Length - i <= 2 && (length < 8 || !text[..length].Contains(' ', StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private static bool IsRow(string text)
    {
        string[] rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
            "azertyuiopqsdfghjklmwxcvbn", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];
        return text.Length >= 6
            && rows.Any(row => row.Contains(text, StringComparison.Ordinal)
                || string.Concat(row.Reverse()).Contains(text, StringComparison.Ordinal));
    }

    private static bool IsAbout(string text, string? own)
    {
        if (string.IsNullOrWhiteSpace(own)) return false;
        var about = own.Trim().ToLowerInvariant();
        var (letters, ownLetters) = (string.Concat(text.Where(char.IsLetterOrDigit)), string.Concat(about.Where(char.IsLetterOrDigit)));
        if (ownLetters.Length < 4) return false;
        var local = about.Split('@')[0];
        var localLetters = string.Concat(local.Where(char.IsLetterOrDigit));
        // The address or name itself, perhaps with a year behind it.
        return Near(letters, ownLetters) || (localLetters.Length >= 4 && Near(letters, localLetters));
    }

    private static bool Near(string text, string own) => text.Contains(own, StringComparison.Ordinal) && text.Length - own.Length <= 6;
}
