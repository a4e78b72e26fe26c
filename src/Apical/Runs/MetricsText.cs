using System.Globalization;
using System.Text;

namespace Apical.Runs;

/// <summary>The lines of <c>metrics.csv</c>.</summary>
internal static class MetricsText
{
    /// <summary>Length of the file up to and including its last line end.</summary>
    public static long EndOfLastLine(FileStream stream)
    {
        byte[] block = new byte[4096];
        long end = stream.Length;
        while (end > 0)
        {
            int size = (int)Math.Min(block.Length, end);
            stream.Position = end - size;
            stream.ReadExactly(block, 0, size);
            int newline = block.AsSpan(0, size).LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                return end - size + newline + 1;
            }

            end -= size;
        }

        return 0;
    }

    /// <summary>Takes rows into a checksum, as they stand in the file.</summary>
    public static void AddTo(ref Crc32C checksum, IEnumerable<MetricRow> rows)
    {
        var text = new StringBuilder();
        foreach (MetricRow row in rows)
        {
            AppendLine(text, row);
        }

        checksum.Add(text.ToString());
    }

    /// <summary>Appends the line of a row.</summary>
    /// <exception cref="ArgumentException">A name is empty or holds control characters.</exception>
    public static void AppendLine(StringBuilder text, MetricRow row)
    {
        Csv.Append(text, Name(row.Rule, nameof(row.Rule)));
        text.Append(CultureInfo.InvariantCulture, $",{row.Run},{row.Epoch},{row.Step},");
        Csv.Append(text, Name(row.Metric, nameof(row.Metric)));
        text.Append(CultureInfo.InvariantCulture, $",{row.Layer},");
        text.Append(row.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Whether a text can be the name of a rule or metric: nothing in it breaks a line, or would be obeyed by a terminal.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(char.IsControl);

    private static string Name(string name, string what)
    {
        if (!IsName(name))
        {
            throw new ArgumentException(
                $"Expected a {what.ToLowerInvariant()} name without control characters, got '{name}'. Line breaks would break the file into wrong rows.", what);
        }

        return name;
    }
}
