using System.Collections.Concurrent;
using Apical.Data;
using Apical.Training;

namespace Apical.Papers.Beyond;

/// <summary>
/// LeNet on three sets of images by feedback alignment and its kin, beside the errors that the library BioTorch publishes for its own (Sanfiz and Akrout 2021).
/// </summary>
internal sealed class LeNet : Experiment
{
    private const double Near = 2;                      // points
    private const string Bp = "BP", Fa = "FA", Dfa = "DFA", Uniform = "uSF", Redrawn = "brSF", Fixed = "frSF";

    private static readonly Setting<int> s_epochs = new("epochs", 20, 3, "BioTorch: 100 on MNIST and Fashion-MNIST, 250 on CIFAR-10; fewer are our choice");
    private static readonly Setting<int?> s_samples = new("training images", null, 1500, "quick: our choice");
    private static readonly Setting<int?> s_tests = new("test images", null, 1000, "quick: our choice");
    private static readonly Fixed<int> s_batch = new("batch", 64, "BioTorch, on MNIST");
    private static readonly Told s_optimizer = new("optimizer", "momentum 0.9, rates fall by ten at half and three quarters", "BioTorch, on MNIST");
    private static readonly Fixed<string> s_greyNet = new("MNIST, Fashion-MNIST", "784-conv6@5x5+same:max2-conv16@5x5:max2-conv120@5x5-84-10",
        "BioTorch; images of 28×28 with a border of two zeros in the place of its 32×32");
    private static readonly Fixed<string> s_colourNet =
        new("CIFAR-10", "3x32x32-conv32@3x3:max2-conv64@3x3:max2-conv128@3x3:mean-256-10", "BioTorch; that patches lie within the image is ours");

    // error in percent on MNIST, Fashion-MNIST, CIFAR-10
    private static readonly (string Name, string Rule, Fixed<double> Rate, double[] Published)[] s_rows =
    [
        (Bp, "bp", new("rate of BP", 0.02, "our choice"), [0.91, 9.2, 14.23]),
        (Fa, "fa", new("rate of FA", 0.005, "our choice; BioTorch's is a hundredth of BP's on CIFAR-10"), [1.7, 13.06, 46.69]),
        (Dfa, "dfa", new("rate of DFA", 0.005, "our choice; BioTorch's is a thousandth of BP's on CIFAR-10"), [1.61, 12.81, 54.21]),
        (Uniform, "sign-symmetry", new("rate of uSF", 0.02, "as BP's, as BioTorch has it"), [0.94, 9.69, 16.22]),
        (Redrawn, "sign-symmetry:magnitude=redrawn", new("rate of brSF", 0.02, "as BP's, as BioTorch has it"), [0.91, 10.02, 16.02]),
        (Fixed, "sign-symmetry:magnitude=fixed", new("rate of frSF", 0.02, "as BP's, as BioTorch has it"), [0.97, 9.61, 16.86]),
    ];

    private static readonly (string Set, string Name)[] s_sets = [("mnist", "MNIST"), ("fashion-mnist", "Fashion-MNIST"), ("cifar10", "CIFAR-10")];

    public override string Id => "beyond/lenet";

    public override string Title => "LeNet on MNIST, Fashion-MNIST and CIFAR-10, beside the library BioTorch";

    public override Citation Paper => BeyondPapers.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.3, 120);

    public override IReadOnlyList<ISetting> Settings =>
        [s_epochs, s_samples, s_tests, s_batch, s_optimizer, s_greyNet, s_colourNet, .. s_rows.Select(row => row.Rate)];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        var loaded = new ConcurrentDictionary<string, Lazy<DataSplits>>();
        return
        [
            .. from row in s_rows
               from set in Present(setup)
               let recipe = RecipeOf(setup, row.Rule, row.Rate.Value, set.Set)
               select new Job($"{row.Name} {set.Name}", 1, context => context.Train(recipe, loaded.GetOrAdd(set.Set, _ => new(recipe.LoadData)).Value))
               {
                   Cost = set.Set == "cifar10" ? 4 : 1,
               },
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Error(string row, string set) => TestErrors.Last(results, $"{row} {set}").Mean;
        (string Set, string Name)[] present = [.. Present(setup)];
        Claim[] claims = setup.Scale == Scale.Paper
            ?
            [
                .. from set in present
                   let at = Array.FindIndex(s_sets, known => known.Set == set.Set)
                   from row in s_rows
                   where row.Name is Uniform or Redrawn or Fixed
                   let published = row.Published[at] - s_rows[0].Published[at]
                   select Claim.Between(
                       $"{row.Name} on {set.Name}: error less BP's", FormattableString.Invariant($"{row.Published[at]} less {s_rows[0].Published[at]} %"),
                       Error(row.Name, set.Name) - Error(Bp, set.Name), published - Near, published + Near, " points", published),
                .. from set in present
                   let at = Array.FindIndex(s_sets, known => known.Set == set.Set)
                   from row in s_rows
                   where row.Name is Fa or Dfa
                   select Claim.AtLeast($"{row.Name} on {set.Name}: error less that of the best sign-symmetry", "FA and DFA fall behind",
                       Error(row.Name, set.Name) - new[] { Uniform, Redrawn, Fixed }.Min(name => Error(name, set.Name)), 0, " points",
                       row.Published[at] - s_rows.Skip(3).Min(other => other.Published[at])),
            ]
            : [.. from set in present
                  from row in s_rows
                  where row.Name is Bp or Uniform
                  select Claim.AtMost($"{row.Name} on {set.Name}: error", "it learns", Error(row.Name, set.Name), 85, " %")];
        return new([.. claims.Select(setup.OrderAtQuick)],
        [
            .. present.Select(set => new Picture(set.Name, "Test error after the last epoch, beside what BioTorch publishes after many more.")
            {
                Charts =
                [
                    new("", new("") { Categories = [.. s_rows.Select(row => row.Name)] }, new("test error (%)"),
                    [
                        new("ours", Mark.Bar, [.. Places], [.. s_rows.Select(row => Error(row.Name, set.Name))]),
                        new("BioTorch", Mark.Bar, [.. Places],
                            [.. s_rows.Select(row => row.Published[Array.FindIndex(s_sets, known => known.Set == set.Set)])]),
                    ]),
                ],
                Columns = 1,
            }),
        ])
        {
            Notes =
            [
                "BioTorch's DFA puts the error of a layer to the input of the next one; ours is Nøkland's, to the layer's own units.",
                .. s_sets.Except(present).Select(set => $"Without {set.Name}: its files are not there ('apical data info {set.Set}' says how to get them)."),
            ],
        };
    }

    private static Recipe RecipeOf(Setup setup, string rule, double rate, string set) => new()
    {
        Data = new()
        {
            Set = set == Need.Mnist.Name ? setup.Choose(Need.Mnist) : set,
            Folder = setup.DataDir,
            Normalise = set == "cifar10" ? "channel" : "whole",
            TrainSamples = s_samples.At(setup.Scale),
            TestSamples = s_tests.At(setup.Scale),
            Augment = set == "cifar10" && setup.Scale == Scale.Paper ? new Specs.Written<Augmentation>("crop:4,flip") : null,
        },
        Net = set == "cifar10" ? s_colourNet.Value : s_greyNet.Value,
        Activation = "relu",
        Loss = "cross-entropy",
        Initialiser = "glorot",
        Optimizer = "momentum",
        Schedule = setup.Scale == Scale.Paper ? $"step:{s_epochs.At(setup.Scale) / 2},{s_epochs.At(setup.Scale) * 3 / 4}" : "constant",
        Rule = rule,
        LearningRate = rate,
        Epochs = s_epochs.At(setup.Scale),
        Batch = s_batch.Value,
        Seed = setup.Seed,
    };

    private static IEnumerable<(string Set, string Name)> Present(Setup setup) => s_sets.Where(set => set.Set == Need.Mnist.Name || setup.Has(set.Set));

    private static IEnumerable<double> Places => Enumerable.Range(0, s_rows.Length).Select(i => (double)i);
}
