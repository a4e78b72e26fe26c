namespace Apical.Papers;

/// <summary>A parameter that an experiment reads, and that may be given another value for a time: <see cref="SettingValues"/>.</summary>
public interface ISettable : ISetting
{
    /// <summary>What it is, in the paper's words.</summary>
    string Name { get; }

    /// <summary>What a value of it looks like: <c>a whole number</c>.</summary>
    string Form { get; }

    /// <summary>Its own value at a scale, whatever it was set to, in words.</summary>
    string Default(Scale scale);

    /// <summary>Reads a value.</summary>
    /// <param name="text">As a person writes it.</param>
    /// <exception cref="ArgumentException">It will not do; the message says what was expected.</exception>
    object? Read(string text);
}
