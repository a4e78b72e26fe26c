namespace Apical.Papers;

/// <summary>A parameter of an experiment, of any type.</summary>
public interface ISetting
{
    /// <summary>Its value at a scale, in words, with its source.</summary>
    SettingNote Note(Scale scale);
}
