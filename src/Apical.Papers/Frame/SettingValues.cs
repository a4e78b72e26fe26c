namespace Apical.Papers;

/// <summary>Values that parameters of an experiment are set to, in place of the paper's.</summary>
public sealed class SettingValues
{
    private static readonly AsyncLocal<SettingValues?> s_current = new();
    private static int s_uses;

    private readonly Dictionary<string, object?> _values;

    internal SettingValues(Dictionary<string, object?> values, IReadOnlyList<string> texts) => (_values, Texts) = (values, texts);

    /// <summary>None: all parameters are the paper's, or those of the quick scale.</summary>
    public static SettingValues None { get; } = new([], []);

    /// <summary>What is set, in words: <c>repeats, linear = 5</c>.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Has parameters read by their names here and in threads started from here until the scope is left; those that run beside keep theirs.</summary>
    internal Scope Use()
    {
        int counts = _values.Count > 0 ? 1 : 0;         // reading costs nothing more where nothing is set
        var scope = new Scope(s_current.Value, counts);
        Interlocked.Add(ref s_uses, counts);
        s_current.Value = this;
        return scope;
    }

    /// <summary>The value of a parameter: what it is set to, or its own.</summary>
    internal static T Of<T>(string name, T own) =>
        Volatile.Read(ref s_uses) > 0 && s_current.Value is { } current && current._values.TryGetValue(name, out object? value) ? (T)value! : own;

    /// <summary>The time in which values are in use.</summary>
    internal readonly struct Scope(SettingValues? before, int counts) : IDisposable
    {
        /// <summary>Ends the use.</summary>
        public void Dispose()
        {
            s_current.Value = before;
            Interlocked.Add(ref s_uses, -counts);
        }
    }
}
