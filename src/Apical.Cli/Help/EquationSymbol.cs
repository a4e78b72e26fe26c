using System.Text.RegularExpressions;

namespace Apical.Cli.Help;

/// <summary>A symbol of a rule's equation: how it is written, its shape, what it is. The same as in docs/notation.md.</summary>
/// <param name="Written">As the equation has it.</param>
/// <param name="Shape">Rows and columns; empty for a number or a function.</param>
/// <param name="Meaning">What it is.</param>
internal sealed partial record EquationSymbol(string Written, string Shape, string Meaning)
{
    private const string Activity = "n_i × batch";

    /// <summary>All symbols that equations of rules are written in. What stands in one is found by the letters before its index.</summary>
    public static IReadOnlyList<EquationSymbol> All { get; } =
    [
        new("δ_i", Activity, "teaching signal of layer i at a_i; each weight learns by η δ_i h_{i−1}ᵀ"),
        new("δ_L", "n_L × batch", "the error at the output, ∂Loss/∂a_L: where every signal begins"),
        new("δᵇ_i", Activity, "teaching signal on the way up, of what the feedback rebuilds"),
        new("h_i", Activity, "activity s_i(a_i) with a_i = W_i h_{i−1} + b_i; h_0 is the input"),
        new("ĥ_i", Activity, "target of h_i: an activity to come nearer to; from it δ_i = (h_i − ĥ_i) ⊙ D_i / batch unless said otherwise"),
        new("y*", "n_L × batch", "targets of the samples, one-hot for classes"),
        new("W_i", "n_i × n_{i−1}", "forward weights into layer i"),
        new("b_i", "n_i × 1", "biases"),
        new("B_i", "n_i × n_{i+1}", "feedback weights into layer i; n_i × n_L where they come straight from the output"),
        new("D_i", Activity, "slope s_i′(a_i)"),
        new("Dᵇ_i", Activity, "slope at what the feedback rebuilds"),
        new("ΔW_i", "n_i × n_{i−1}", "what a step adds to W_i"),
        new("ΔB_i", "n_i × n_{i+1}", "what a step adds to B_i"),
        new("M", "n_{i+1} × n_i", "magnitudes of the feedback; its signs are those of W_{i+1}"),
        new("G_i", "n_i × n_{i−1}", "fixed random weights that switch the gates"),
        new("gate", "", "1 where its argument is above 0, else 0"),
        new("sign", "", "1, 0 or −1, entry by entry"),
        new("f_i", "", "layer i as a function: f_i(h) = s_i(W_i h + b_i)"),
        new("g_i", "", "brings a target from layer i + 1 to layer i"),
        new("s_i", "", "activation function of layer i; s⁻¹ is its inverse"),
        new("Q_i", "n_i × n_{i+1}", "weights of g_i, which learn; n_i × n_L where targets come straight from the output"),
        new("J_i", "n_L × n_i", "∂h_L/∂h_i, for each sample"),
        new("e_L", "n_L × batch", "gradient of each sample's loss at h_L"),
        new("η̂", "", "how far the output's target lies down the gradient"),
        new("λ", "", "strength of the penalty or damping, λ(t) where it changes with time; share of an apical dendrite"),
        new("I", "n_L × n_L", "the identity"),
        new("ξ_i", Activity, "noise on a_i of standard deviation σ"),
        new("σ", "", "standard deviation of the noise"),
        new("Loss", "", "mean over the batch; Loss(ξ) with the noise, Loss(0) without"),
        new("floor", "", "the smallest value that weights may have"),
        new("o", "n_L × batch", "the output"),
        new("z", "units × batch", "the auxiliary output"),
        new("φ", "", "rate of a soma by its potential: the activation of its layer"),
        new("u_i", Activity, "somatic potential of pyramidal cells"),
        new("v̂_i", Activity, "what the basal dendrite alone would bring u_i to"),
        new("uᴵ_i", "n_{i+1} × batch", "somatic potential of the interneurons that predict the layer above"),
        new("p_i", Activity, "burst probability of each unit; p is the one without teaching"),
        new("μ", "", "how much of an activity comes from above"),
        new("ᶠ", "", "at rest in the free phase, without a target"),
        new("ˡ", "", "at rest in the learning phase, with the target on"),
        new("⊙", "", "product entry by entry"),
        new("⁺", "", "pseudo-inverse"),
    ];

    /// <summary>The symbols that an equation has, in the order in which it first has them; δ_{i+1} is δ_i of the layer above.</summary>
    public static IReadOnlyList<EquationSymbol> In(string equation) => [.. Tokens(equation).Select(Of).OfType<EquationSymbol>().Distinct()];

    /// <summary>An equation in pieces: names with their index, and signs that have a meaning here. Transposes and inverses are left out.</summary>
    internal static IEnumerable<string> Tokens(string equation) =>
        Token().Matches(equation.Normalize(System.Text.NormalizationForm.FormC)).Select(match => match.Value);

    private static EquationSymbol? Of(string token) =>
        All.FirstOrDefault(symbol => symbol.Written == token) ?? All.FirstOrDefault(symbol => Stem(symbol.Written) == Stem(token));

    private static string Stem(string name) => name.Split('_')[0];

    [GeneratedRegex(@"⊙|⁺|y\*|(?:(?!ᵀ)[\p{L}\u0302])+(?:_(?:\{[^}]*\}|\p{L}|\d))?")]
    private static partial Regex Token();
}
