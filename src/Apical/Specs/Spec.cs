namespace Apical.Specs;

/// <summary>
/// A name and what it is given, as a person writes it: <c>fa:sparsity=0.5:scale=2</c>, <c>normal:0,0.1</c>, <c>step:30,60:0.5</c>. First the arguments, then
/// the settings. A piece without '=' behind a setting is an argument of that setting's value: <c>fa:init=normal:0,0.1:scale=2</c>. Quotes hold together what
/// has signs of its own: <c>csv:'C:\my, files':label=class</c>.
/// </summary>
public sealed class Spec
{
    private Spec(string text, string name, IReadOnlyList<string> arguments, IReadOnlyList<KeyValuePair<string, string>> settings) =>
        (Text, Name, Arguments, Settings) = (text, name, arguments, settings);

    /// <summary>All of it, as written.</summary>
    public string Text { get; }

    /// <summary>The name, in lower case: capitals make no difference.</summary>
    public string Name { get; }

    /// <summary>Arguments, in their order, as written.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Settings, in their order: keys in lower case, values as written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>Reads <c>name[:argument…][:key=value…]</c>.</summary>
    /// <exception cref="ArgumentException">A setting twice, or quotes that do not fit.</exception>
    public static Spec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<string> pieces = Pieces.Split(text, ':');
        var arguments = new List<string>();
        var settings = new List<KeyValuePair<string, string>>();
        foreach (string piece in pieces.Skip(1))
        {
            if (Pieces.IndexOf(piece, '=') is > 0 and var cut)
            {
                string key = piece[..cut].Trim().ToLowerInvariant();
                settings.Add(settings.All(setting => setting.Key != key) ? new(key, piece[(cut + 1)..])
                    : throw new ArgumentException($"'{piece}' in '{text}': {key} is set twice. Write each setting once, as key=value."));
            }
            else if (settings.Count > 0)
            {
                settings[^1] = new(settings[^1].Key, $"{settings[^1].Value}:{piece}");
            }
            else
            {
                arguments.Add(piece);
            }
        }

        return new(text.Trim(), Pieces.Plain(pieces[0]).ToLowerInvariant(), arguments, settings);
    }

    /// <summary>Cuts a list at its commas. Numbers behind a comma stay with the spec before them: <c>fa:init=normal:0,0.1,bp</c> are two.</summary>
    /// <exception cref="ArgumentException">Quotes that do not fit.</exception>
    public static IReadOnlyList<string> Split(string text) => [.. Cut(text).Select(Pieces.Plain)];

    /// <summary>As <see cref="Split"/>, quotes included.</summary>
    internal static IReadOnlyList<string> Cut(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var specs = new List<string>();
        foreach (string piece in Pieces.Split(text, ','))
        {
            bool number = piece.Length > 0 && (char.IsAsciiDigit(piece[0]) || piece[0] is '.' or '-' or '+');
            if (number && specs.Count > 0 && specs[^1].Length > 0 && char.IsLetter(specs[^1][0]) && Pieces.IndexOf(specs[^1], ':') > 0)
            {
                specs[^1] += "," + piece;
            }
            else
            {
                specs.Add(piece.Trim());
            }
        }

        return specs;
    }

    /// <summary>The numbers of each argument: <c>step:30,60:0.5</c> has [30, 60] and [0.5].</summary>
    /// <exception cref="ArgumentException">One is no number; the message quotes it.</exception>
    internal double[][] Numbers() =>
        [.. Arguments.Select(argument => Pieces.Split(argument, ',').Select(piece => ValueText.Number(Pieces.Plain(piece)) is { } number ? number
        : throw new ArgumentException($"'{piece}' in '{Text}' is not a number.")).ToArray())];

    /// <inheritdoc/>
    public override string ToString() => Text;
}
