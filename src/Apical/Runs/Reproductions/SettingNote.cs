namespace Apical.Runs;

/// <summary>A parameter of an experiment and where its value comes from.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value at this scale.</param>
/// <param name="Source">Where it stands: a page or note of the paper, its released code, or "our choice".</param>
public sealed record SettingNote(string Name, string Value, string Source);
