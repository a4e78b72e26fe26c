namespace Apical.Papers;

/// <summary>A parameter of an experiment that has one value, whatever the scale.</summary>
/// <param name="name">What it is, in the paper's words.</param>
/// <param name="value">The value.</param>
/// <param name="source">Where it stands: <c>note 5</c>, <c>released code</c>, <c>our choice</c>.</param>
/// <typeparam name="T">A number, a name, or a list of them.</typeparam>
public sealed class Fixed<T>(string name, T value, string source) : ISetting
{
    /// <summary>The value.</summary>
    public T Value => value;

    /// <inheritdoc/>
    public SettingNote Note(Scale scale) => new(name, SettingText.Of(value), source);
}
