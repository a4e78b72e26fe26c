using Apical.Specs;

namespace Apical.Data;

/// <summary>Which classes of a set are used, and how they are numbered anew.</summary>
public sealed record ClassChoice
{
    private const string All = "all", Each = "classes", One = "one";

    /// <summary>The settings, for a set that has classes to choose from.</summary>
    public static Settings<ClassChoice> Settings { get; } = new Settings<ClassChoice>(() => new())
        .Text("classes", o => o.Names, (o, x) => o with { Names = x }, "which, by name or number, joined by '/': cat/dog, 3/5; labelled 0, 1, … in this order")
        .Whole("pick", o => o.Pick, (o, x) => o with { Pick = x }, "use the first so many of a random order of the classes; 0 for all", least: 0)
        .Whole("draw", o => o.Draw, (o, x) => o with { Draw = x }, "which random order", least: 0)
        .Word("outputs", [Each, One], o => o.Single ? One : Each, (o, x) => o with { Single = x == One },
            "targets: one for each class, or one for two classes");

    /// <summary>Names or numbers, joined by '/'.</summary>
    /// <value>Default all.</value>
    public string Names { get; init; } = All;

    /// <summary>So many of them, the first ones of a random order.</summary>
    /// <value>Default 0: all, in their order.</value>
    public int Pick { get; init; }

    /// <summary>Which random order: the seed of the permutation, which is not that of the training.</summary>
    /// <value>Default 1.</value>
    public int Draw { get; init; } = 1;

    /// <summary>Whether two classes have a single output, 0 or 1.</summary>
    /// <value>Default no: one output for each class.</value>
    public bool Single { get; init; }

    /// <summary>Whether all classes are used, in their order.</summary>
    public bool IsAll => Names == All && Pick == 0;

    /// <summary>The classes that are used, in the order of their new labels.</summary>
    /// <param name="set">Name of the set, for messages.</param>
    /// <param name="present">Those that there are: number and name, in the order of the numbers.</param>
    /// <returns>Their numbers.</returns>
    /// <exception cref="ArgumentException">One that there is not, or one twice, or more than there are.</exception>
    public IReadOnlyList<int> Of(string set, IReadOnlyList<(int Number, string Name)> present)
    {
        ArgumentNullException.ThrowIfNull(present);
        int[] named = Names == All ? [.. present.Select(one => one.Number)] : [.. Names.Split('/').Select(word => Find(set, word.Trim(), present))];
        if (named.Length != named.Distinct().Count())
        {
            throw new ArgumentException($"{set}:classes={Names}: one is there twice. Name each class once.");
        }

        if (Pick > named.Length)
        {
            throw new ArgumentException($"{set}:pick={Pick}: there are {named.Length} classes to pick from. Pick as many at most.");
        }

        if ((Pick == 0 ? named.Length : Pick) < 2)
        {
            throw new ArgumentException($"{set}: there is one class to tell apart from none. Choose at least two by classes= or pick=.");
        }

        return Pick == 0 ? named : [.. new Rng((ulong)Draw).Fork("classes").Permutation(named.Length).Take(Pick).Select(place => named[place])];
    }

    private static int Find(string set, string word, IReadOnlyList<(int Number, string Name)> present)
    {
        foreach ((int number, string name) in present)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return number;
            }
        }

        return present.Where(one => ValueText.Number(word) == one.Number).Select(one => (int?)one.Number).FirstOrDefault() ?? throw new ArgumentException(
            $"{set}: " + Unknown.Message("class", word, [.. present.Select(one => one.Name)]) + " Or give numbers, from "
            + $"{present[0].Number} to {present[^1].Number}.");
    }
}
