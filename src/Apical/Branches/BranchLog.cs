using System.Globalization;
using Apical.Data;

namespace Apical.Branches;

/// <summary>Logs that a program of yours has written: a line for each branch, address and outcome.</summary>
public static class BranchLog
{
    private static readonly char[] s_between = [' ', '\t', ',', ';'];

    /// <summary>Reads a log.</summary>
    /// <param name="name">Name of the trace.</param>
    /// <param name="reader">
    /// Lines such as <c>0x401136 1</c> or <c>4198710,taken</c>: the address as a decimal or, with 0x before it, hexadecimal number; the outcome as 1,
    /// t, taken or 0, n, not-taken. Empty lines and lines that begin with # are passed over.
    /// </param>
    /// <exception cref="DatasetException">A line that is something else, or no branch at all; the message gives the line.</exception>
    public static BranchTrace Read(string name, TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var branches = new List<(ulong, bool)>();
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            string[] parts = text.Split(s_between, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || Address(parts[0]) is not { } address || Outcome(parts[1]) is not { } taken)
            {
                string shown = string.Concat(text.Take(60).Select(sign => char.IsControl(sign) ? '·' : sign));
                throw new DatasetException(
                    $"Line {number} of the log is '{shown}'. Expected an address and an outcome, such as '0x401136 1' or '4198710,not-taken'.");
            }

            branches.Add((address, taken));
        }

        return branches.Count > 0 ? new(name, branches)
            : throw new DatasetException("The log has no branches. Expected a line for each, such as '0x401136 1'.");
    }

    private static ulong? Address(string text) =>
        (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out address)) ? address : null;

    private static bool? Outcome(string text) => text.ToLowerInvariant() switch
    {
        "1" or "t" or "taken" => true,
        "0" or "n" or "not-taken" => false,
        _ => null,
    };
}
