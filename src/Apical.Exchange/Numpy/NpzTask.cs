namespace Apical.Exchange.Numpy;

/// <summary>What is learned from arrays.</summary>
public enum NpzTask
{
    /// <summary>The type of the elements says it.</summary>
    Auto,

    /// <summary>Which class a sample is of.</summary>
    Classes,

    /// <summary>A number, or several.</summary>
    Regression,
}
