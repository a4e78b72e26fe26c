namespace Apical.Specs;

/// <summary>Why a value will not do.</summary>
public static class Reason
{
    /// <summary>The message without what .NET appends for programmers: the name of the parameter and the actual value.</summary>
    public static string Of(Exception error)
    {
        int end = error is ArgumentException { ParamName: { } name } ? error.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end < 0 ? error.Message : error.Message[..end];
    }
}
