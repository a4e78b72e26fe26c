namespace Apical.Papers;

/// <summary>
/// A parameter of an experiment with a value for each scale: <see cref="At"/> is the only way to read it. One that is the same at both is
/// <see cref="Fixed{T}"/>.
/// </summary>
/// <param name="name">What it is, in the paper's words.</param>
/// <param name="paper">The paper's value.</param>
/// <param name="quick">The value at the quick scale.</param>
/// <param name="source">Where the paper's value stands: <c>note 5</c>, <c>released code</c>, <c>our choice</c>.</param>
/// <typeparam name="T">A number, a name, or a list of them.</typeparam>
public sealed class Setting<T>(string name, T paper, T quick, string source) : ISettable
{
    /// <summary>The value at a scale: its own, or what it is set to.</summary>
    public T At(Scale scale) => SettingValues.Of(name, scale == Scale.Paper ? paper : quick);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Form => SettingForm<T>.Of(paper, quick).Words;

    /// <inheritdoc/>
    public SettingNote Note(Scale scale)
    {
        string here = SettingText.Of(At(scale)), there = SettingText.Of(paper);
        return new(name, here == there ? here : $"{here} (paper scale: {there})", source);
    }

    /// <inheritdoc/>
    public string Default(Scale scale) => SettingText.Of(scale == Scale.Paper ? paper : quick);

    /// <inheritdoc/>
    public object? Read(string text) => SettingForm<T>.Of(paper, quick).Read(text);
}
