namespace Apical.Rules;

/// <summary>The publications on target propagation.</summary>
internal static class TargetSources
{
    public static Citation Thesis { get; } = new(
        "meulemans2019", "A. Meulemans. Towards a mathematical understanding of biologically plausible learning methods for deep neural networks. Master's " +
            "thesis, KU Leuven, 2019.");

    public static Citation Lee { get; } = new(
        "lee2015", "D.-H. Lee, S. Zhang, A. Fischer, Y. Bengio. Difference target propagation. ECML PKDD 2015, arXiv:1412.7525.");

    public static Citation Bartunov { get; } = new(
        "bartunov2018", "S. Bartunov, A. Santoro, B. Richards, L. Marris, G. Hinton, T. Lillicrap. Assessing the scalability of biologically-motivated deep " +
            "learning algorithms and architectures. NeurIPS 2018, arXiv:1807.04587.");

    public static Citation Framework { get; } = new(
        "meulemans2020", "A. Meulemans, F. Carzaniga, J. Suykens, J. Sacramento, B. Grewe. A theoretical framework for target propagation. NeurIPS 2020, " +
            "arXiv:2006.14331.");
}
