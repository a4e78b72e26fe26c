namespace Apical.Cli.Help;

/// <summary>Lays a help page out: headings, and entries in two columns.</summary>
internal sealed class HelpWriter(Shell shell, int width, int nameWidth)
{
    private readonly TextWriter _writer = shell.Output.Writer;

    /// <summary>Text over the whole width.</summary>
    public void Paragraph(string text)
    {
        foreach (string line in Wrap(shell.Typed(text), width))
        {
            _writer.WriteLine(line);
        }
    }

    /// <summary>A heading, with a blank line before it.</summary>
    public void Heading(string text)
    {
        _writer.WriteLine();
        _writer.WriteLine($"{text}:");
    }

    /// <summary>A line as it is.</summary>
    public void Line(string text) => _writer.WriteLine(text);

    /// <summary>A name, and beside it what it means and what holds by default.</summary>
    public void Entry(string name, string? description, string? @default)
    {
        string text = @default is null ? description ?? "" : $"{description} [default: {@default}]";
        string first = $"  {name}";
        if (first.Length > nameWidth - 2)
        {
            _writer.WriteLine(first);
            first = "";
        }

        foreach (string line in Wrap(shell.Typed(text), width - nameWidth))
        {
            _writer.WriteLine($"{first.PadRight(nameWidth)}{line}".TrimEnd());
            first = "";
        }
    }

    /// <summary>A command line, and below it what it does.</summary>
    public void Example(string line, string what)
    {
        foreach (string piece in CommandWords.Lines(shell.Typed(line), width - 2))
        {
            _writer.WriteLine($"  {piece}");
        }

        foreach (string text in Wrap(shell.Typed(what), width - 6))
        {
            _writer.WriteLine($"      {text}");
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
