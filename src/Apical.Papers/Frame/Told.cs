namespace Apical.Papers;

/// <summary>What a reader must know of how an experiment is made, in words. Nothing is read out of it, so it cannot be set.</summary>
/// <param name="name">What it is about.</param>
/// <param name="paper">How it is at the paper's scale.</param>
/// <param name="quick">How it is at the quick scale.</param>
/// <param name="source">Where it stands: <c>note 5</c>, <c>released code</c>, <c>our choice</c>.</param>
public sealed class Told(string name, string paper, string quick, string source) : ISetting
{
    /// <summary>Of what is the same at both scales.</summary>
    /// <inheritdoc cref="Told(string, string, string, string)"/>
    public Told(string name, string text, string source)
        : this(name, text, text, source)
    {
    }

    /// <inheritdoc/>
    public SettingNote Note(Scale scale)
    {
        string here = scale == Scale.Paper ? paper : quick;
        return new(name, here == paper ? here : $"{here} (paper scale: {paper})", source);
    }
}
