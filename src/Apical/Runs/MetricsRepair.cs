using System.Text;

namespace Apical.Runs;

/// <summary>Brings the measurements of an earlier sitting to where another can go on.</summary>
internal static class MetricsRepair
{
    /// <summary>Removes rows after an epoch, and marks of failure.</summary>
    public static void DropAfter(int epoch, string path)
    {
        var text = new StringBuilder(MetricsFile.Header + "\n");
        MetricsTable all = MetricsTable.Read(path);
        foreach (var row in all.Rows.Where(row => row.Epoch <= epoch && row.Metric != MetricNames.Failed))
        {
            MetricsText.AppendLine(text, row);
        }

        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Removes a last line that was cut short, and begins an empty file.</summary>
    /// <exception cref="InvalidDataException">The file is something else than metrics.</exception>
    public static void EndWhole(FileStream stream, string path)
    {
        stream.SetLength(MetricsText.EndOfLastLine(stream));
        if (stream.Length == 0)
        {
            stream.Write(Encoding.UTF8.GetBytes(MetricsFile.Header + "\n"));
            stream.Flush();
            return;
        }

        stream.Position = 0;
        byte[] first = new byte[MetricsFile.Header.Length + 1];
        int read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        if (Encoding.UTF8.GetString(first, 0, read).TrimEnd('\r', '\n') != MetricsFile.Header)
        {
            throw new InvalidDataException(
                $"Expected '{path}' to begin with the line '{MetricsFile.Header}', but it begins otherwise. Choose another folder for this run.");
        }

        stream.Position = stream.Length;
    }
}
