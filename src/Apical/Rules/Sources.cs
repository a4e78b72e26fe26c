namespace Apical.Rules;

/// <summary>The publications that rules come from.</summary>
internal static class Sources
{
    public static Citation Rumelhart1986 { get; } = new(
        "rumelhart1986", "D. E. Rumelhart, G. E. Hinton, R. J. Williams. Learning representations by back-propagating errors. Nature 323, 1986.");

    public static Citation Lee2015 { get; } = new(
        "lee2015", "D.-H. Lee, S. Zhang, A. Fischer, Y. Bengio. Difference target propagation. ECML PKDD 2015, arXiv:1412.7525.");

    public static Citation Liao2016 { get; } = new(
        "liao2016", "Q. Liao, J. Z. Leibo, T. Poggio. How important is weight symmetry in backpropagation? AAAI 2016.");

    public static Citation Lillicrap2016 { get; } = new(
        "lillicrap2016", "T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman. Random synaptic feedback weights support error backpropagation "
            + "for deep learning. Nature Communications 7, 2016.");

    public static Citation Nokland2016 { get; } = new(
        "nokland2016", "A. Nøkland. Direct feedback alignment provides learning in deep neural networks. NeurIPS 2016, arXiv:1609.01596.");

    public static Citation Luo2017 { get; } = new(
        "luo2017", "H. Luo, J. Fu, J. Glass. Bidirectional backpropagation: towards biologically plausible error signal transmission in neural "
            + "networks. arXiv:1702.07097, 2017.");

    public static Citation Guerguiev2017 { get; } = new(
        "guerguiev2017", "J. Guerguiev, T. P. Lillicrap, B. A. Richards. Towards deep learning with segregated dendrites. eLife 6:e22901, 2017.");

    public static Citation Samadi2017 { get; } = new(
        "samadi2017", "A. Samadi, T. P. Lillicrap, D. B. Tweed. Deep learning with dynamic spiking neurons and fixed feedback weights. Neural Computation 29, "
            + "2017.");

    public static Citation Bartunov2018 { get; } = new(
        "bartunov2018", "S. Bartunov, A. Santoro, B. Richards, L. Marris, G. Hinton, T. Lillicrap. Assessing the scalability of "
            + "biologically-motivated deep learning algorithms and architectures. NeurIPS 2018, arXiv:1807.04587.");

    public static Citation Sacramento2018 { get; } = new(
        "sacramento2018", "J. Sacramento, R. P. Costa, Y. Bengio, W. Senn. Dendritic cortical microcircuits approximate the backpropagation algorithm. "
            + "NeurIPS 2018, arXiv:1810.11393.");

    public static Citation Akrout2019 { get; } = new(
        "akrout2019", "M. Akrout, C. Wilson, P. Humphreys, T. Lillicrap, D. Tweed. Deep learning without weight transport. NeurIPS 2019, "
            + "arXiv:1904.05391.");

    public static Citation Greedy2022 { get; } = new(
        "greedy2022", "W. Greedy, H. W. Zhu, J. Pemberton, J. Mellor, R. P. Costa. Single-phase deep learning in cortico-cortical networks. NeurIPS 2022.");

    public static Citation Meulemans2019 { get; } = new(
        "meulemans2019", "A. Meulemans. Towards a mathematical understanding of biologically plausible learning methods for deep neural networks. "
            + "Master's thesis, KU Leuven, 2019.");

    public static Citation Lechner2020 { get; } = new(
        "lechner2020", "M. Lechner. Learning representations for binary-classification without backpropagation. ICLR 2020.");

    public static Citation Meulemans2020 { get; } = new(
        "meulemans2020", "A. Meulemans, F. Carzaniga, J. Suykens, J. Sacramento, B. Grewe. A theoretical framework for target propagation. NeurIPS "
            + "2020, arXiv:2006.14331.");

    public static Citation Frenkel2021 { get; } = new(
        "frenkel2021", "C. Frenkel, M. Lefebvre, D. Bol. Learning without feedback: fixed random learning signals allow for feedforward training of "
            + "deep neural networks. Frontiers in Neuroscience 15, 2021.");

    public static Citation Song2021 { get; } = new(
        "song2021", "G. Song, R. Xu, J. Lafferty. Convergence and alignment of gradient descent with random backpropagation weights. NeurIPS 2021, "
            + "arXiv:2106.06044.");
}
