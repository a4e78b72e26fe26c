namespace Apical.Data;

/// <summary>The class of each sample of a set, and the names of the classes.</summary>
/// <param name="Of">Class of each sample, in [0, classes), or <see cref="StratifiedSplit.LeftOut"/> for one that is in no part.</param>
/// <param name="Names">Name of each class.</param>
public sealed record ClassLabels(int[] Of, IReadOnlyList<string> Names)
{
    /// <summary>Labels of a set without classes, all of whose samples are alike to a split.</summary>
    /// <param name="samples">Number of samples.</param>
    public static ClassLabels None(int samples) => new(new int[samples], ["all"]);

    /// <summary>Those of whole numbers: the classes are the numbers that there are, by size, and called by them.</summary>
    public static ClassLabels OfNumbers(IReadOnlyList<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        int[] classes = [.. numbers.Distinct().Order()];
        Dictionary<int, int> places = classes.Index().ToDictionary(one => one.Item, one => one.Index);
        return new([.. numbers.Select(number => places[number])], [.. classes.Select(number => $"{number}")]);
    }

    /// <summary>Some of the classes, numbered anew; samples of others are left out.</summary>
    /// <param name="choice">Which.</param>
    /// <param name="set">Name of the set, for messages.</param>
    /// <exception cref="ArgumentException">A class that there is not; or more than two are to have a single output.</exception>
    public ClassLabels Choose(ClassChoice choice, string set)
    {
        ArgumentNullException.ThrowIfNull(choice);
        IReadOnlyList<int> used = choice.Of(set, [.. Names.Index()]);
        if (choice.Single && used.Count != 2)
        {
            throw new ArgumentException($"{set}:outputs=one: there are {used.Count} classes, and a single output tells two apart. Choose two by classes=.");
        }

        int[] renumbered = new int[Names.Count];
        Array.Fill(renumbered, StratifiedSplit.LeftOut);
        foreach (var (label, number) in used.Index())
        {
            renumbered[number] = label;
        }

        return new([.. Of.Select(label => label == StratifiedSplit.LeftOut ? label : renumbered[label])], [.. used.Select(number => Names[number])]);
    }

    /// <summary>Complains about a class that is there to test and not to train, and where there is one class only.</summary>
    /// <param name="trained">The first so many samples are to train with.</param>
    /// <param name="where">What was read, for the message.</param>
    /// <exception cref="DatasetException">So it is.</exception>
    public ClassLabels RequireTrained(int trained, string where)
    {
        if (Names.Count < 2)
        {
            throw new DatasetException($"{where}: there is one class to tell apart from none, '{Names[0]}'.");
        }

        HashSet<int> known = [.. Of.Take(trained)];
        int foreign = Of.Skip(trained).FirstOrDefault(label => !known.Contains(label), StratifiedSplit.LeftOut);
        return foreign == StratifiedSplit.LeftOut ? this : throw new DatasetException(
            $"{where}: the class '{Names[foreign]}' is there to test and not to train. Training has "
                + $"{string.Join(", ", known.Order().Select(label => Names[label]))}.");
    }

    /// <summary>A part of the set.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">Of its samples, <c>[samples, features]</c>.</param>
    /// <param name="samples">Their numbers in the whole.</param>
    /// <param name="single">Whether two classes have a single output, 0 or 1.</param>
    /// <param name="shape">How the features form an image, if they do.</param>
    public Dataset Part(string name, Matrix inputs, IReadOnlyList<int> samples, bool single, ImageShape? shape = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int[] labels = [.. samples.Select(sample => Of[sample])];
        Matrix targets = single ? OneHot.EncodeBinary(labels, precision: inputs.Precision) : OneHot.Encode(labels, Names.Count, precision: inputs.Precision);
        return new(name, inputs, targets, labels, Names.Count, shape) { ClassNames = Names };
    }
}
