namespace Apical.Papers.Meulemans2019;

/// <summary>The figures of the student–teacher task.</summary>
internal static class StudentTeacherFigures
{
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new Fig57ExactInverses(),
        new Fig58ReconstructionErrors(),
        new Fig513FourHiddenLayers(),
        new Fig514Randomised(),
        new Fig515AllLayers(),
        new Fig516ApproximationErrors(),
        new Fig517Angles(),
        new Fig518Contracting(),
        new Fig519ContractingAngles(),
    ];
}
