using System.Globalization;

namespace Apical.Training;

/// <summary>
/// One of several processes that share a list of jobs through a folder. Which jobs are its own follows from their numbers alone, so that parts need not
/// talk to each other, and none has to be there for another to go on.
/// </summary>
public sealed record Part
{
    /// <summary>A part.</summary>
    /// <param name="number">Which, from 1.</param>
    /// <param name="of">How many there are.</param>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public Part(int number, int of)
    {
        if (number < 1 || number > of)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"there is no part {number} of {of}: parts are counted from 1."));
        }

        (Number, Of) = (number, of);
    }

    /// <summary>Which it is, from 1.</summary>
    public int Number { get; }

    /// <summary>How many there are.</summary>
    public int Of { get; }

    /// <summary>Reads <c>3/6</c>.</summary>
    /// <exception cref="ArgumentException">Anything else.</exception>
    public static Part Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var number, var of] && Whole(number) is { } n && Whole(of) is { } all ? new(n, all)
            : throw new ArgumentException($"'{text}' will not do; give which part of how many, such as 3/6.");
    }

    /// <summary>The part that a job falls to: in turn, and each time round one further on, so that no part has all runs of the slowest rule.</summary>
    /// <param name="job">Number of the job in its list, from 0.</param>
    /// <param name="of">How many parts there are.</param>
    /// <param name="list">Name of the list: of several short lists, not all begin with part 1.</param>
    public static int OwnerOf(int job, int of, string list = "") => (int)(((long)Shift(list) + job + job / of) % of) + 1;

    /// <summary>Whether a job is one of this part.</summary>
    /// <param name="job">Number of the job in its list, from 0.</param>
    /// <param name="list">Name of the list.</param>
    public bool Has(int job, string list = "") => OwnerOf(job, Of, list) == Number;

    /// <summary>Deals the jobs of this part, as <see cref="WorkList{T}.Run"/> asks for them.</summary>
    /// <param name="jobs">Jobs in the whole list.</param>
    /// <param name="list">Name of the list.</param>
    public Func<int?> Deal(int jobs, string list = "")
    {
        var turn = new Lock();
        int next = 0;
        return () =>
        {
            lock (turn)
            {
                while (next < jobs && !Has(next, list))
                {
                    next++;
                }

                return next < jobs ? next++ : null;
            }
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Of}");

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    // The same in every process, unlike string.GetHashCode.
    private static uint Shift(string list) => list.Aggregate(0u, (sum, letter) => unchecked(31 * sum + letter));
}
