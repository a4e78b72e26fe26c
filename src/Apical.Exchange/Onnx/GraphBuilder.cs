using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Apical.Exchange.Onnx;

/// <summary>A graph that grows operation by operation. What the last one gave is taken in by the next.</summary>
/// <param name="input">Name of the graph's input.</param>
/// <param name="sides">Sizes of one sample of it.</param>
internal sealed class GraphBuilder(string input, params int[] sides)
{
    private readonly Dictionary<string, int> _used = [];

    /// <summary>What has grown.</summary>
    public GraphProto Graph { get; } = new();

    /// <summary>The name of the last value, and the sizes of one sample of it.</summary>
    public (string Name, int[] Sides) Value { get; set; } = (input, sides);

    /// <summary>Begins the names of operations.</summary>
    public string Part { get; set; } = input;

    /// <summary>An operation on the last value, and on more behind it.</summary>
    /// <param name="operation">Its name in ONNX.</param>
    /// <param name="more">Names of other values that it takes.</param>
    /// <param name="settings">Its settings.</param>
    public GraphBuilder Then(string operation, IEnumerable<string> more, params AttributeProto[] settings)
    {
        string name = Own($"{Part}/{operation.ToLowerInvariant()}");
        var node = new NodeProto { Name = name, OpType = operation, Input = { Value.Name }, Output = { name } };
        node.Input.AddRange(more);
        node.Attribute.AddRange(settings);
        Graph.Node.Add(node);
        Value = (name, Value.Sides);
        return this;
    }

    /// <summary>An operation on the last value alone.</summary>
    /// <param name="operation">Its name in ONNX.</param>
    /// <param name="settings">Its settings.</param>
    public GraphBuilder Then(string operation, params AttributeProto[] settings) => Then(operation, [], settings);

    /// <summary>Notes that samples have other sizes after the last operation.</summary>
    /// <param name="now">Sizes of one sample.</param>
    public GraphBuilder Gives(params int[] now)
    {
        Value = (Value.Name, now);
        return this;
    }

    /// <summary>Lays the numbers of each sample out in another way, unless they lie so already.</summary>
    /// <param name="wanted">Sizes of one sample.</param>
    public GraphBuilder Lay(params int[] wanted) =>
        wanted.SequenceEqual(Value.Sides) ? this
        : (wanted.Length == 1 ? Then("Flatten", Whole("axis", 1)) : Then("Reshape", [Numbers("sides", [0, .. wanted.Select(side => (long)side)])]))
            .Gives(wanted);

    /// <summary>Numbers that the file holds.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="sizes">Their sizes; none for a single number.</param>
    /// <exception cref="NotSupportedException">One is not finite in single precision.</exception>
    public string Constant(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> sizes)
    {
        float[] singles = new float[values.Length];
        for (int i = 0; i < singles.Length; i++)
        {
            singles[i] = (float)values[i];
            if (!float.IsFinite(singles[i]))
            {
                throw new NotSupportedException($"{name} holds {values[i]}, and single precision, in which models are exported, has no such number. "
                    + "A run that diverged leaves such weights: train with a smaller learning rate.");
            }
        }

        return Add(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes<float>(singles), [.. sizes]);
    }

    /// <summary>Names the last value as the graph's output.</summary>
    /// <param name="name">Its name.</param>
    public void End(string name) => Graph.Node[^1].Output[0] = name;

    /// <summary>A setting that is a whole number.</summary>
    public static AttributeProto Whole(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>A setting that is a list of whole numbers.</summary>
    public static AttributeProto List(string name, params IEnumerable<int> values) =>
        new() { Name = name, Ints = { values.Select(value => (long)value) }, Type = AttributeProto.Types.AttributeType.Ints };

    /// <summary>A setting that is a number.</summary>
    public static AttributeProto Number(string name, double value) =>
        new() { Name = name, F = (float)value, Type = AttributeProto.Types.AttributeType.Float };

    private string Numbers(string name, long[] values) =>
        Add($"{Part}/{name}", TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes<long>(values), [values.Length]);

    private string Add(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> content, int[] sizes)
    {
        string own = Own(name);
        Graph.Initializer.Add(new TensorProto
        {
            Name = own,
            DataType = (int)type,
            Dims = { sizes.Select(size => (long)size) },
            RawData = ByteString.CopyFrom(content),
        });
        return own;
    }

    // Every value of a graph has a name of its own.
    private string Own(string name)
    {
        int count = _used[name] = _used.GetValueOrDefault(name) + 1;
        return count == 1 ? name : $"{name}-{count}";
    }
}
