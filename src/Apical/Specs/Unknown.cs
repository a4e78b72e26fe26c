namespace Apical.Specs;

/// <summary>Complains about names that nobody has.</summary>
public static class Unknown
{
    /// <summary>Says what is unknown, what was probably meant, and what there is: <c>Unknown rule 'ffa'; did you mean 'fa'? Known: bp, fa.</c></summary>
    /// <param name="kind">What it is the name of.</param>
    /// <param name="text">What was written.</param>
    /// <param name="known">What there is; what follows ':' or '[' is not part of a name.</param>
    public static string Message(string kind, string text, IReadOnlyList<string> known) =>
        $"Unknown {kind} '{text}'{Closest(Plain(text), known.Select(Plain))} Known: {string.Join(", ", known)}.";

    /// <summary><c>; did you mean 'x'?</c> for the closest of the names, or a full stop.</summary>
    public static string Closest(string name, IEnumerable<string> known) => ClosestName.To(name, known) is { } closest ? $"; did you mean '{closest}'?" : ".";

    private static string Plain(string name) => name.Split(':', '[', ' ')[0];
}
