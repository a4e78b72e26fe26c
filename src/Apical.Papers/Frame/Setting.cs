using System.Collections;
using System.Globalization;
using Apical.Runs;

namespace Apical.Papers;

/// <summary>A parameter of an experiment: its value at both scales, and where it stands.</summary>
/// <param name="Name">What it is, in the paper's words.</param>
/// <param name="Paper">The paper's value.</param>
/// <param name="Quick">The value at the quick scale.</param>
/// <param name="Source">Where the paper's value stands: <c>note 5</c>, <c>released code</c>, <c>our choice</c>.</param>
/// <typeparam name="T">A number, a name, or a list of them.</typeparam>
public sealed record Setting<T>(string Name, T Paper, T Quick, string Source) : ISetting
{
    /// <summary>A parameter that is the same at both scales.</summary>
    public Setting(string name, T value, string source)
        : this(name, value, value, source)
    {
    }

    /// <summary>The value at a scale.</summary>
    public T At(Scale scale) => scale == Scale.Paper ? Paper : Quick;

    /// <inheritdoc/>
    public SettingNote Note(Scale scale)
    {
        string value = Show(At(scale)), paper = Show(Paper);
        return new(Name, value == paper ? value : $"{value} (paper scale: {paper})", Source);
    }

    private static string Show(object? value) => value switch
    {
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Show)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
