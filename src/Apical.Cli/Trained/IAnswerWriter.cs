namespace Apical.Cli.Trained;

/// <summary>Writes answers, one sample after the other; disposed when all are there.</summary>
internal interface IAnswerWriter : IDisposable
{
    /// <summary>Names the columns.</summary>
    void Begin(IReadOnlyList<string> columns);

    /// <summary>One sample more: text, whole numbers, numbers in single or double precision, or null, as many as there are columns.</summary>
    void Add(IReadOnlyList<object?> values);
}
