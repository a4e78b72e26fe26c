using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Apical.Models;
using Apical.Runs;
using Apical.Tests.Exchange;
using Apical.Tests.Models;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

public sealed class ExportCommandTests
{
    /// <summary>The format .npy 1.0: magic word, version, length of the header, the header as a Python dictionary, then numbers from a multiple of 64
    /// on.</summary>
    [Theory]
    [InlineData("single", "<f4")]
    [InlineData("double", "<f8")]
    public void Arrays_are_as_numpy_has_them(string precision, string type)
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("train", "--data", "moons", "--net", "2-5-2", "--epochs", "1", "--probes", "none", "--precision", precision, "--out", folder["run"]);
        Assert.Equal(folder["m.npz"], new Terminal().Do("export", folder["run"], "--out", folder["m.npz"]).Output.TrimEnd());
        SafetensorsFile model = Safetensors.Read(folder["run/model.safetensors"]);
        using ZipArchive zip = ZipFile.OpenRead(folder["m.npz"]);
        Assert.Equal([.. model.Tensors.Keys.Select(name => name + ".npy").Append("model.json").Order(StringComparer.Ordinal)],
            zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));

        byte[] all = Read(zip, "layer1/W.npy");
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], all[..8]);
        int length = all[8] + (256 * all[9]);
        Assert.Equal(0, (10 + length) % 64);
        Assert.Equal($"{{'descr': '{type}', 'fortran_order': False, 'shape': (5, 2), }}", Encoding.ASCII.GetString(all, 10, length).TrimEnd());
        Assert.Equal((byte)'\n', all[9 + length]);
        StoredTensor w = model["layer1/W"];
        if (precision == "single")
        {
            Assert.Equal(w.AsSpan<float>().ToArray(), MemoryMarshal.Cast<byte, float>(all.AsSpan(10 + length)).ToArray());
        }
        else
        {
            Assert.Equal(w.AsSpan<double>().ToArray(), MemoryMarshal.Cast<byte, double>(all.AsSpan(10 + length)).ToArray());
        }

        Assert.Contains("'shape': (1,), ", Encoding.ASCII.GetString(Read(zip, "normalisation/shift.npy")), StringComparison.Ordinal);
        Assert.Equal("2-5-2", (string)JsonNode.Parse(Read(zip, "model.json"))!["net"]!);
    }

    /// <summary>A file behind --out is no run to go on with, whatever is in it.</summary>
    [Fact]
    public void The_same_line_again_writes_the_file_again()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("train", "--data", "moons", "--net", "2-5-2", "--epochs", "1", "--probes", "none", "--out", folder["run"]);
        foreach (string file in new[] { "m.npz", "m.onnx" })
        {
            new Terminal().Do("export", folder["run"], "--out", folder[file]);
            byte[] first = File.ReadAllBytes(folder[file]);
            File.WriteAllText(folder[file], "{}");
            new Terminal().Do("export", folder["run"], "--out", folder[file]);
            Assert.Equal(first.Length, File.ReadAllBytes(folder[file]).Length);
        }
    }

    [Fact]
    public void A_device_is_written_to_and_stays_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no devices in folders.");
        AtomicFile.WriteText("/dev/null", "text");
        Assert.Empty(File.ReadAllBytes("/dev/null"));
        Assert.Throws<DiskException>(() => AtomicFile.WriteText("/dev/full", "text"));
    }

    [Fact]
    public void Where_to_write_must_be_said()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run("export", folder.Path));
        Assert.Contains("--out: say where to write it", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Onnx_says_what_goes_in_and_out()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("train", "--data", "moons", "--net", "2-5-2", "--epochs", "1", "--probes", "none", "--out", folder["run"]);
        Terminal terminal = new Terminal().Do("export", folder["run"], "--out", folder["m.onnx"]);
        Assert.Equal(folder["m.onnx"], terminal.Output.TrimEnd());
        Assert.Equal("apical: input input [N, 2], output probabilities [N, 2]; ONNX operators of version 13", terminal.Error.TrimEnd());
        using (var referee = new OnnxReferee(folder["m.onnx"]))
        {
            Assert.Equal([-1, 2], referee.InputSizes);
        }

        new Terminal().Do("export", folder["run"], "--to", "npz", "--out", folder["odd.onnx"]);
        Assert.Equal("PK"u8.ToArray(), File.ReadAllBytes(folder["odd.onnx"])[..2]);
        new Terminal().Do("export", folder["run"], "--to", "onnx", "--out", folder["odd.npz"]);
        Assert.Equal(File.ReadAllBytes(folder["m.onnx"]), File.ReadAllBytes(folder["odd.npz"]));
    }

    [Fact]
    public void What_is_no_network_is_refused_kindly()
    {
        using var folder = new TemporaryFolder();
        using var known = ModelCatalog.With(LeakyIntegrator.Info).Use();
        new Terminal().Do("train", "--rule", "leaky", "--data", "moons", "--net", "2-5-2", "--loss", "squared-error", "--epochs", "1", "--probes", "none",
            "--out", folder["run"]);
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run("export", folder["run"], "--to", "onnx", "--out", folder["m.onnx"]));
        Assert.Contains("--to onnx: leaky is a model with dynamics of its own, and no feed-forward network", terminal.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["m.onnx"]));
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        using Stream stream = zip.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
