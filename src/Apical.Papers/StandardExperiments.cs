using Apical.Papers.Beyond;
using Apical.Papers.Demirbilek2021;
using Apical.Papers.Lechner2020;
using Apical.Papers.Lillicrap2016;
using Apical.Papers.Meulemans2019;
using Apical.Papers.Song2021;

namespace Apical.Papers;

/// <summary>The experiments that come with Apical.</summary>
internal static class StandardExperiments
{
    /// <summary>Every experiment, paper by paper.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
        // Lillicrap 2016: figures, theorems, notes
        new S5ReceptiveFields(),
        new S6DeepLearning(),
        new S7Xor(),
        new S8Momentum(),
        new S9NeuronAngles(),
        new S10FlowField(),
        new S11AlternatingLearning(),
        new S12LargerLinear(),
        new S13InitialScale(),
        new S14SwitchOfRule(),
        new Theorem1LinearConvergence(),
        new Theorem2PseudoinverseFeedback(),
        new Note5Mnist(),
        new Note6Svhn(),
        new Note7Timit(),
        new Note9Autoencoders(),
        new Note15GaussNewton(),
        new Note16NotAGradient(),

        // Song 2021
        Fig2Alignment.Released,
        Fig2Alignment.PaperSteps,
        new Fig3Mnist(),
        new DropoutAlignment(),
        new Theorem32Convergence(),
        new Theorem43Bound(),
        new Proposition45Isometry(),
        new Theorem46Alignment(),
        new KernelParts(),

        // Demirbilek 2021
        new Fig21LazyMethods(),
        new Fig22Clusters(),
        new Fig31BpAndDfa(),
        new Fig32LongDfa(),
        new Fig33Feedback(),
        new Fig34Optimizers(),
        new Fig35Alignment(),
        new Fig36ClustersDfa(),
        new FigB2HiddenDigits(),
        new Transfer(),

        // Lechner 2020
        new Theorem1MonoNet(),
        new Theorem2Signs(),
        new Theorem5TwoOutputs(),
        new BranchTuning(),
        new BranchPrediction(),
        new Table1BinaryCifar(),
        Table2BinaryImageNet.Whole,
        Table2BinaryImageNet.AppendixNet,
        new Table3DenseCifar(),
        new Table4ConvolutionalCifar(),
        new Table5DenseImageNet(),
        new Table6ConvolutionalImageNet(),

        // Meulemans 2019: the toy and what a step costs, theory, the student–teacher task, MNIST
        new Fig52LinearToy(),
        new Fig53NonlinearToy(),
        new Fig54ModifiedToy(),
        new Table4Costs(),
        new Fig55ShermanMorrison(),
        new Fig56BlockDiagonal(),
        new Fig59InverseWeights(),
        new Fig510Reconstruction(),
        new Fig511OriginalForm(),
        new Fig512PseudoInverse(),
        new Lemma48Factorisation(),
        new Theorem41Angle(),
        new Theorem43GaussNewton(),
        new Theorem46Limits(),
        new Theorem47Regularised(),
        new Theorem49Difference(),
        new Fig57ExactInverses(),
        new Fig58ReconstructionErrors(),
        new Fig513FourHiddenLayers(),
        new Fig514Randomised(),
        new Fig515AllLayers(),
        new Fig516ApproximationErrors(),
        new Fig517Angles(),
        new Fig518Contracting(),
        new Fig519ContractingAngles(),
        new Table31Mnist(),
        new Table31Cifar(),
        new Table31Dynamics(),
        new Ch6Stability(),
        new Ch6Single(),
        new Ch6TwoPhase(),
        new Ch6Multiplexed(),

        // Beyond the papers
        new AdaptiveTargets(),
        new LeNet(),
        new LearnedFeedback(),
        new DendriticDigits(),
        new DendriticRegression(),
        new DendriticDecay(),
        new SegregatedCases(),
        new SegregatedDepth(),
        new BartunovNets(),
        new BroadcastSpikes(),
        new LayerParallel(),
        new BurstNets(),
    ];
}
