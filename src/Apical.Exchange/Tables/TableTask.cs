namespace Apical.Exchange.Tables;

/// <summary>What is learned from a table.</summary>
public enum TableTask
{
    /// <summary>Which class a sample is of.</summary>
    Classes,

    /// <summary>A number, or several.</summary>
    Regression,
}
