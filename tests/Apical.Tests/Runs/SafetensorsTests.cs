using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Apical.Runs;

namespace Apical.Tests.Runs;

public sealed class SafetensorsTests
{
    /// <summary>Written out by hand from the description of the format.</summary>
    [Fact]
    public void Reads_a_file_made_by_hand()
    {
        byte[] file = File(
            """{"__metadata__":{"rule":"fa"},"b":{"dtype":"F64","shape":[],"data_offsets":[8,16]},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""",
            [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F]); // 1f, −2f, 0.5

        var read = Read(file);

        Assert.Equal("fa", read.Metadata["rule"]);
        Assert.Equal(["a", "b"], read.Tensors.Keys);
        Assert.Equal([2, 1], read["a"].Shape);
        Assert.Equal([1f, -2f], read["a"].AsSpan<float>().ToArray());
        Assert.Empty(read["b"].Shape);
        Assert.Equal([0.5], read["b"].AsSpan<double>().ToArray());
    }

    [Fact]
    public void Writes_length_header_padded_with_spaces_and_little_endian_numbers()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, new Dictionary<string, StoredTensor> { ["W1"] = StoredTensor.Of([1f, -2f, 3f], 3, 1), ["v"] = StoredTensor.Of([0.5], 1) });
        byte[] file = stream.ToArray();

        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        string header = Encoding.UTF8.GetString(file, 8, length);

        Assert.Equal(0, length % 8);
        Assert.StartsWith("{", header);
        var json = JsonNode.Parse(header.TrimEnd(' '))!;
        Assert.Equal("""{"dtype":"F64","shape":[1],"data_offsets":[0,8]}""", json["v"]!.ToJsonString());
        Assert.Equal("""{"dtype":"F32","shape":[3,1],"data_offsets":[8,20]}""", json["W1"]!.ToJsonString());
        Assert.Equal(file.Length, 8 + length + 20);
        Assert.Equal(0.5, BinaryPrimitives.ReadDoubleLittleEndian(file.AsSpan(8 + length)));
        Assert.Equal(3f, BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(8 + length + 16)));
    }

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void A_matrix_comes_back_to_the_same_bits(Precision precision)
    {
        using var folder = new TemporaryFolder();
        var matrix = Matrix.Of(2, 3, [1.0 / 3, -0.0, double.NaN, double.PositiveInfinity, 1e-40, 7], precision);

        Safetensors.Write(folder["model.safetensors"], new Dictionary<string, StoredTensor> { ["W1"] = StoredTensor.Of(matrix) });
        var read = Safetensors.Read(folder["model.safetensors"])["W1"];
        var same = read.ToMatrix();

        Assert.Equal([2, 3], read.Shape);
        Assert.Equal(precision, same.Precision);
        Assert.Equal(matrix.ToArray().Select(BitConverter.DoubleToInt64Bits), same.ToArray().Select(BitConverter.DoubleToInt64Bits));
    }

    /// <summary>Beyond 2⁵³ a double would round.</summary>
    [Fact]
    public void Whole_numbers_come_back_and_are_no_matrix()
    {
        using var folder = new TemporaryFolder();
        long[] numbers = [long.MinValue, -1, 0, (1L << 53) + 1, long.MaxValue];
        var tensors = new Dictionary<string, StoredTensor>
        {
            ["a"] = StoredTensor.Of([1f], 1),
            ["counts"] = StoredTensor.Of(numbers, 5),
            ["z"] = StoredTensor.Of([2.0], 1)
        };

        Safetensors.Write(folder["state"], tensors);
        SafetensorsFile read = Safetensors.Read(folder["state"]);

        Assert.Equal(["counts", "z", "a"], read.Tensors.Keys);          // 8 bytes an entry first
        Assert.Equal(StoredType.I64, read["counts"].Type);
        Assert.Equal(numbers, read["counts"].AsSpan<long>().ToArray());
        Assert.Contains("read as long", Assert.Throws<InvalidOperationException>(() => read["counts"].AsSpan<double>().Length).Message);
        Assert.Contains("got whole ones", Assert.Throws<InvalidOperationException>(() => read["counts"].ToMatrix()).Message);
        Assert.Contains("in no precision", Assert.Throws<ArgumentException>(() => read["counts"].CopyTo(new Matrix(5, 1))).Message);
    }

    [Fact]
    public void A_vector_becomes_a_column()
    {
        var column = StoredTensor.Of([1f, 2f, 3f], 3).ToMatrix();

        Assert.Equal((3, 1), (column.Rows, column.Columns));
        Assert.Equal(3, column[2, 0]);
    }

    [Fact]
    public void The_order_in_which_tensors_are_given_does_not_change_the_bytes()
    {
        var (a, b, c) = (StoredTensor.Of([1f], 1), StoredTensor.Of([2.0], 1), StoredTensor.Of([3f], 1));
        using var first = new MemoryStream();
        using var second = new MemoryStream();

        Safetensors.Write(first, new Dictionary<string, StoredTensor> { ["a"] = a, ["b"] = b, ["c"] = c }, new Dictionary<string,
            string>
        { ["x"] = "1", ["y"] = "2" });
        Safetensors.Write(second, new Dictionary<string, StoredTensor> { ["c"] = c, ["a"] = a, ["b"] = b }, new Dictionary<string,
            string>
        { ["y"] = "2", ["x"] = "1" });

        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Fact]
    public void Empty_files_empty_tensors_and_awkward_names_are_read_back()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, new Dictionary<string, StoredTensor>
        {
            ["δ \"1\"/\n"] = StoredTensor.Of(ReadOnlySpan<float>.Empty, 0, 5),
            ["z"] = StoredTensor.Of([4f], 1, 1, 1)
        });
        var read = Read(stream.ToArray());

        Assert.Equal([0, 5], read["δ \"1\"/\n"].Shape);
        Assert.Equal(4f, read["z"].AsSpan<float>()[0]);

        using var nothing = new MemoryStream();
        Safetensors.Write(nothing, new Dictionary<string, StoredTensor>());
        Assert.Empty(Read(nothing.ToArray()).Tensors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("__metadata__")]
    public void Names_the_format_does_not_have_are_refused(string name)
    {
        using var stream = new MemoryStream();

        Assert.Throws<ArgumentException>(() => Safetensors.Write(stream, new Dictionary<string, StoredTensor> { [name] = StoredTensor.Of([1f], 1) }));

        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, new Dictionary<string, StoredTensor> { ["W"] = StoredTensor.Of([1f, 2f], 2) }, new Dictionary<string,
            string>
        { ["k"] = "v" });
        byte[] whole = stream.ToArray();

        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Read(whole[..length]));
        }

        Assert.Single(Read(whole).Tensors);
    }

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6,
        "tensor 'b' to begin at byte 4, right after tensor 'a', but it begins at 2: they overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "they overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leave a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "4 bytes of numbers, but it has 5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "between 0 and 3, where the file ends, but its data_offsets are [0, 4]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "its data_offsets are [4, 0]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "dtype, shape and data_offsets of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "as many bytes as the shape [2] of tensor 'a' takes")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""", 4, "as many bytes as the shape [1]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "as many bytes as the shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,0]}}""", 0, "as many bytes as the shape")]    // 2⁶⁶ wraps to 0
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4294967296],"data_offsets":[0,0]}}""", 0, "as many bytes as the shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "dtype, shape and data_offsets of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "dtype, shape and data_offsets of tensor 'a'")]
    [InlineData("""{"a":[1]}""", 4, "dtype, shape and data_offsets of tensor 'a'")]
    [InlineData(
        """{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", 4,
        "dtype F32, F64 or I64 of tensor 'a', but got \"BF16\"; convert the file first")]
    [InlineData("""{"a":{"dtype":3,"shape":[2],"data_offsets":[0,4]}}""", 4, "dtype F32, F64 or I64")]
    [InlineData("""{"__metadata__":{"n":1}}""", 0, "texts by name in __metadata__")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0,
        "a JSON object as header, but the header cannot be read")]
    [InlineData("""[1,2]""", 0, "another kind of JSON")]
    [InlineData("""{"a":""", 0, "a JSON object as header, but the header cannot be read")]
    public void Damage_is_named(string header, int dataLength, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(File(header, new byte[dataLength])));

        Assert.StartsWith("Expected in the safetensors file 'test'", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Other_files_are_refused_before_their_header_is_read()
    {
        Assert.Contains("at most 100000000 bytes", Assert.Throws<InvalidDataException>(() =>
            Read(Encoding.ASCII.GetBytes("PK\u0003\u0004 a zip file"))).Message);
        Assert.Contains("the file ends after 2", Assert.Throws<InvalidDataException>(() => Read([200, 0, 0, 0, 0, 0, 0, 0, 1, 2])).Message);
        Assert.Contains("the file has 3 bytes", Assert.Throws<InvalidDataException>(() => Read([1, 2, 3])).Message);
    }

    [Fact]
    public void Shapes_precisions_and_names_that_do_not_fit_are_named()
    {
        var tensor = StoredTensor.Of([1f, 2f], 2, 1);

        Assert.StartsWith("Expected shape [2, 1] in Single precision, as stored, got [1, 2] in Single.",
            Assert.Throws<ArgumentException>(() => tensor.CopyTo(new Matrix(1, 2))).Message);
        Assert.Contains("got [2, 1] in Double", Assert.Throws<ArgumentException>(() => tensor.CopyTo(new Matrix(2, 1, Precision.Double))).Message);
        Assert.Contains("read as float", Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<double>().Length).Message);
        Assert.Contains("Expected 6 numbers for shape [2, 3], got 5", Assert.Throws<ArgumentException>(() => StoredTensor.Of(new double[5], 2, 3)).Message);
        Assert.Contains("got [1, 1, 1]", Assert.Throws<InvalidOperationException>(() => StoredTensor.Of([1f], 1, 1, 1).ToMatrix()).Message);

        var file = new SafetensorsFile(new Dictionary<string, StoredTensor> { ["W1"] = tensor }, new Dictionary<string, string>());
        Assert.Contains("Expected a tensor 'W2', but the file holds W1", Assert.Throws<KeyNotFoundException>(() => file["W2"]).Message);
    }

    /// <summary>Every single bit: of the numbers, of names and shapes, of texts, of the length.</summary>
    [Fact]
    public void A_flipped_bit_anywhere_in_a_file_is_found_or_does_no_harm()
    {
        using var folder = new TemporaryFolder();
        Safetensors.Write(
            folder["a"],
            new Dictionary<string, StoredTensor> { ["W"] = StoredTensor.Of(Matrix.Of(2, 2, [1, 2, 3, 4])), ["b"] = StoredTensor.Of(Matrix.Of(1, 1, [0.5])) },
            new Dictionary<string, string> { ["epoch"] = "5" });
        byte[] whole = System.IO.File.ReadAllBytes(folder["a"]);
        Assert.Equal("5", Read(whole).Metadata["epoch"]);
        int found = 0, harmless = 0;
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Blanks, and the name of the checksum itself, may change without harm.
                SafetensorsFile read = Read(damaged);
                Assert.Equal("5", read.Metadata["epoch"]);
                Assert.Equal([1, 2, 3, 4], read.Tensors["W"].ToMatrix().ToArray());
                Assert.Equal([0.5], read.Tensors["b"].ToMatrix().ToArray());
                harmless++;
            }
            catch (InvalidDataException)
            {
                found++;
            }
        }

        Assert.InRange(harmless, 0, 60);
        Assert.InRange(found, (8 * whole.Length) - 60, 8 * whole.Length);
    }

    private static SafetensorsFile Read(byte[] file) => Safetensors.Read(new MemoryStream(file), "test");

    private static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }
}
