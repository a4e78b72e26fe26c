namespace Apical.Papers;

/// <summary>A parameter of an experiment that has one value, whatever the scale.</summary>
/// <param name="name">What it is, in the paper's words.</param>
/// <param name="value">The value.</param>
/// <param name="source">Where it stands: <c>note 5</c>, <c>released code</c>, <c>our choice</c>.</param>
/// <typeparam name="T">A number, a name, or a list of them.</typeparam>
public sealed class Fixed<T>(string name, T value, string source) : ISettable
{
    /// <summary>The value: its own, or what it is set to.</summary>
    public T Value => SettingValues.Of(name, value);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Form => SettingForm<T>.Of(value, value).Words;

    /// <inheritdoc/>
    public SettingNote Note(Scale scale)
    {
        string here = SettingText.Of(Value), own = SettingText.Of(value);
        return new(name, here == own ? here : $"{here} (else {own})", source);
    }

    /// <inheritdoc/>
    public string Default(Scale scale) => SettingText.Of(value);

    /// <inheritdoc/>
    public object? Read(string text) => SettingForm<T>.Of(value, value).Read(text);
}
