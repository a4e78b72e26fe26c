using Apical.Exchange.Onnx;
using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;
using Apical.Tests.Runs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Apical.Tests.Exchange;

/// <summary>OnnxRuntime, which knows nothing of Apical, computes what a file says.</summary>
internal sealed class OnnxReferee : IDisposable
{
    private readonly SessionOptions _options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, IntraOpNumThreads = 1 };
    private readonly InferenceSession _session;

    public OnnxReferee(string path) => _session = new(path, _options);

    /// <summary>The sizes of the input; −1 is free.</summary>
    public int[] InputSizes => _session.InputMetadata["input"].Dimensions;

    /// <summary>The name of the free size.</summary>
    public string FreeSize => _session.InputMetadata["input"].SymbolicDimensions[0];

    public string Output => Assert.Single(_session.OutputMetadata.Keys);

    public int[] OutputSizes => _session.OutputMetadata[Output].Dimensions;

    public IReadOnlyDictionary<string, string> Texts => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>What comes out, <c>[samples, outputs]</c>.</summary>
    /// <param name="inputs"><c>[samples, features]</c></param>
    public Matrix Run(Matrix inputs)
    {
        var tensor = new DenseTensor<float>(inputs.ToArray().Select(value => (float)value).ToArray(), [inputs.Rows, .. InputSizes[1..]]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run([NamedOnnxValue.CreateFromTensor("input", tensor)]);
        Tensor<float> output = Assert.Single(results).AsTensor<float>();
        Assert.Equal(2, output.Dimensions.Length);
        Assert.Equal(inputs.Rows, output.Dimensions[0]);
        return Matrix.Of(output.Dimensions[0], output.Dimensions[1], [.. output.Select(value => (double)value)], Precision.Double);
    }

    /// <summary>Whether both agree, for one sample and for seven, to 1e-5 of the largest output.</summary>
    /// <param name="model">What is exported.</param>
    /// <param name="inputs"><c>[7, features]</c></param>
    public static void Check(TrainedModel model, Matrix inputs)
    {
        using var folder = new TemporaryFolder();
        OnnxModel.Of(model).Write(folder["m.onnx"]);
        using var referee = new OnnxReferee(folder["m.onnx"]);
        double[] numbers = inputs.ToArray();
        int smallest = ((NetworkLearner)model.Learner).Network.SmallestBatch(training: false);      // 1, but for statistics of the batch at hand
        foreach (int samples in new[] { smallest, inputs.Rows })
        {
            Matrix some = Matrix.Of(samples, inputs.Columns, numbers.AsSpan(0, samples * inputs.Columns), inputs.Precision);
            Same(model.Predict(some), referee.Run(some));
        }
    }

    public static void Same(Matrix expected, Matrix actual)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        double[] ours = expected.ToArray(), theirs = actual.ToArray();
        double most = 1e-5 * ours.Max(Math.Abs);
        Assert.All(ours.Zip(theirs), pair => Assert.InRange(pair.Second, pair.First - most, pair.First + most));
        Assert.True(ours.Max() > ours.Min(), "Outputs that are all the same tell nothing.");
    }

    /// <summary>A network as a model of classes that was trained on inputs as they are.</summary>
    public static TrainedModel ModelOf(Network network, ImageShape? shape = null) =>
        TrainedModel.Of(CardOf(network) with { Shape = shape }, new NetworkLearner(new Backpropagation(network), new Sgd()));

    public static ModelCard CardOf(Network network) => new()
    {
        Rule = "bp",
        Net = $"{network[1].FanIn}-{network[network.L].FanOut}",        // of which only the ends count here
        Activation = "tanh",
        Output = network[network.L].Activation.Name,
        Loss = network.Loss.Name,
        Precision = network.Precision,
        Classes = network[network.L].FanOut,
        Normalisation = Normalisation.Of([], [], 0, Nothing),
    };

    public static NormalisationRecord Nothing { get; } = new("none", "x", 0, 0, 0, 0, 0, 0);

    public static Matrix Numbers(int rows, int columns, double low = -1, double high = 1, Precision precision = Precision.Single, ulong seed = 5)
    {
        var numbers = new Matrix(rows, columns, precision);
        numbers.FillUniform(new Rng(seed), low, high);
        return numbers;
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
