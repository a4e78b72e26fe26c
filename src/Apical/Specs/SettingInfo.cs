namespace Apical.Specs;

/// <summary>What is known of a setting.</summary>
/// <param name="Key">Its name: lower case, words joined by hyphens.</param>
/// <param name="Default">What holds when it is not given, as it would be written.</param>
/// <param name="Meaning">What it does, and which values it takes.</param>
public sealed record SettingInfo(string Key, string Default, string Meaning);
