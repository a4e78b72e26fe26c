using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Apical.Learning;

namespace Apical.Pipelines;

/// <summary>Brings what each stage knows of its layers to all stages.</summary>
internal static class StateExchange
{
    /// <summary>Puts together the states of all stages.</summary>
    /// <param name="links">The stages, which all call this.</param>
    /// <param name="own">Of this one; names are its own.</param>
    public static LearnerState Gather(ILinks links, LearnerState own)
    {
        var all = new LearnerState();
        for (int stage = 0; stage < links.Stages; stage++)
        {
            if (stage == links.Stage)
            {
                Add(all, own);
                Send(links, own);
            }
            else
            {
                Add(all, Receive(links, stage));
            }
        }

        return all;
    }

    private static void Add(LearnerState all, LearnerState part)
    {
        foreach ((string name, Matrix value) in part.Matrices)
        {
            all.Add(name, value);
        }

        foreach ((string name, long[] numbers) in part.Whole)
        {
            all.Add(name, numbers);
        }
    }

    private static void Send(ILinks links, LearnerState state)
    {
        IEnumerable<string> matrices = state.Matrices.Select(one => $"{one.Key}\t{one.Value.Precision}\t{one.Value.Rows}\t{one.Value.Columns}");
        IEnumerable<string> whole = state.Whole.Select(one => $"{one.Key}\t{string.Join('\t', one.Value.Select(Text))}");
        byte[] list = Encoding.UTF8.GetBytes(string.Join('\n', matrices) + "\n\n" + string.Join('\n', whole));
        for (int stage = 0; stage < links.Stages; stage++)
        {
            if (stage != links.Stage)
            {
                ReadOnlySpan<int> length = [list.Length];
                links.Send(stage, MemoryMarshal.AsBytes(length));
                links.Send(stage, list);
                foreach (Matrix value in state.Matrices.Values)
                {
                    links.Send(stage, Pieces.Bytes(value));
                }
            }
        }
    }

    private static LearnerState Receive(ILinks links, int from)
    {
        Span<int> length = stackalloc int[1];
        links.Receive(from, MemoryMarshal.AsBytes(length));
        byte[] list = new byte[length[0]];
        links.Receive(from, list);
        string[] parts = Encoding.UTF8.GetString(list).Split("\n\n");
        var state = new LearnerState();
        foreach (string[] words in Lines(parts[0]))
        {
            var value = new Matrix(int.Parse(words[2], CultureInfo.InvariantCulture), int.Parse(words[3], CultureInfo.InvariantCulture),
                Enum.Parse<Precision>(words[1]));
            links.Receive(from, Pieces.Bytes(value));
            state.Add(words[0], value);
        }

        foreach (string[] words in Lines(parts[1]))
        {
            state.Add(words[0], [.. words.Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture))]);
        }

        return state;
    }

    private static IEnumerable<string[]> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
