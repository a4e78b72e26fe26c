namespace Apical.Papers.Meulemans2019;

/// <summary>The toy of section 5.1.1, and what a step costs.</summary>
internal static class ToyAndCosts
{
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new Fig52LinearToy(),
        new Fig53NonlinearToy(),
        new Fig54ModifiedToy(),
        new Table4Costs(),
    ];
}
