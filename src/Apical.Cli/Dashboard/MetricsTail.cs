using System.Text;
using Apical.Cli.Output;
using Apical.Runs;

namespace Apical.Cli.Dashboard;

/// <summary>Reads what was added to a <c>metrics.csv</c> since the last time, and notices when it was written anew.</summary>
/// <param name="path">The file; it need not be there yet.</param>
internal sealed class MetricsTail(string path)
{
    private const int MostAtOnce = 1 << 29;             // bytes
    private const int Remembered = 200;                 // bytes before the place, to know the file again by

    private long _place;
    private byte[] _before = [];
    private bool _began;

    /// <summary>What is wrong with the file, as <see cref="Read"/> found it; null for nothing.</summary>
    public string? Wrong { get; private set; }

    /// <summary>The rows that are whole now and were not there before.</summary>
    /// <returns>Whether they are all that there is, and what was read before is void; and the rows. Of a file that is no metrics file there are none.</returns>
    public (bool Fresh, IReadOnlyList<MetricRow> Rows) Read()
    {
        try
        {
            Wrong = null;
            if (RegularFile.LengthOf(path) <= 0 && !_began)
            {
                return (false, []);                     // not there yet; a pipe would keep us waiting
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            bool fresh = !_began || !IsSame(file);
            long from = fresh ? 0 : _place;             // kept only when all of it can be read
            file.Position = from;
            if (file.Length - from > MostAtOnce)
            {
                string size = Show.Bytes(file.Length - from);
                throw new InvalidDataException(
                    $"'{path}' has {(from == 0 ? size : $"grown by {size} at once")}: too much to draw here. 'apical report' may.");
            }

            byte[] added = new byte[file.Length - from];
            int read = file.ReadAtLeast(added, added.Length, throwOnEndOfStream: false);
            int whole = Array.LastIndexOf(added, (byte)'\n', Math.Max(0, read - 1)) + 1;
            if (whole == 0 && !(fresh && _began))
            {
                return (false, []);
            }

            string text = Encoding.UTF8.GetString(added, 0, whole);
            IReadOnlyList<MetricRow> rows = MetricsTable.Parse(from == 0 ? text : $"{MetricsFile.Header}\n{text}", path).Rows;
            byte[] known = [.. from == 0 ? [] : _before, .. added[..whole]];
            (_place, _before, _began) = (from + whole, known[^Math.Min(known.Length, Remembered)..], true);
            return (fresh, rows);
        }
        catch (InvalidDataException error)
        {
            Wrong = Problem.Line(error);
            return (false, []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (false, []);                         // not there yet, or being replaced: look again later
        }
    }

    private bool IsSame(FileStream file)
    {
        if (file.Length < _place)
        {
            return false;
        }

        byte[] now = new byte[_before.Length];
        file.Position = _place - now.Length;
        file.ReadExactly(now);
        return now.AsSpan().SequenceEqual(_before);
    }
}
