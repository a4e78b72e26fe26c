using Apical.Specs;

namespace Apical.Exchange.Numpy;

/// <summary>What arrays are read, and what is made of them.</summary>
public sealed record NpzOptions
{
    /// <summary>The settings of <c>npz:FILE</c>.</summary>
    public static Settings<NpzOptions> Settings { get; } = new Settings<NpzOptions>(() => new())
        .Argument("path", o => o.Path, (o, x) => o with { Path = x }, "a .npz with the arrays x and y, and x_test and y_test if it has them")
        .Text("x", o => o.X, (o, x) => o with { X = x }, "name of the array of inputs; x stands for x_train, too")
        .Text("y", o => o.Y, (o, x) => o with { Y = x }, "name of the array with what is to be learned; y stands for y_train, too")
        .Choice("task", o => o.Task, (o, x) => o with { Task = x },
            "what y holds: auto (whole numbers, texts and one 1 in each row are classes, else numbers are learned), classes or regression")
        .Choice("layout", o => o.Layout, (o, x) => o with { Layout = x },
            "of images with channels: auto (by the axis that is 1 or 3 long), hwc for [n, height, width, channels], or chw")
        .Number("test", o => o.Test, (o, x) => o with { Test = x }, "share of each class to test with, where there is no x_test; between 0 and 1")
        .Whole("seed", o => o.Seed, (o, x) => o with { Seed = x }, "which random split, and order of the samples, that is", least: 0)
        .With(ClassChoice.Settings, o => o.Classes, (o, x) => o with { Classes = x });

    /// <summary>The file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Name of the array of inputs.</summary>
    /// <value>Default x.</value>
    public string X { get; init; } = "x";

    /// <summary>Name of the array of labels.</summary>
    /// <value>Default y.</value>
    public string Y { get; init; } = "y";

    /// <summary>What the labels are.</summary>
    /// <value>Default auto.</value>
    public NpzTask Task { get; init; }

    /// <summary>Where the channels of images are.</summary>
    /// <value>Default auto.</value>
    public ImageAxes Layout { get; init; }

    /// <summary>Share of each class to test with, where no arrays are for that.</summary>
    /// <value>Default 0.2.</value>
    public double Test
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Test), value, "Expected a share between 0 and 1.");
    } = 0.2;

    /// <summary>Seed of the split, and of the order of the samples.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Which classes.</summary>
    public ClassChoice Classes { get; init; } = new();
}
