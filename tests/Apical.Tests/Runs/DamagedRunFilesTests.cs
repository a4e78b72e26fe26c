using System.Text;
using System.Text.Json.Nodes;
using Apical.Papers;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Runs;

/// <summary>Files of runs that are not as they were written: each kind of damage is told with the file and the place.</summary>
public sealed class DamagedRunFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DamagedRunFilesTests()
    {
        using RunFolder run = RunFolder.Create(_folder["run"], new() { Command = "apical train", Settings = [] });
        run.Append(new MetricRow("bp", 1, 0, 0, "testLoss", null, 1), new MetricRow("bp", 1, 1, 5, "testLoss", null, 0.5));
        run.Finish();
    }

    private string Record => _folder["run/run.json"];

    public void Dispose() => _folder.Dispose();

    /// <summary>Every member that a record must have, of another kind: none is found out later than here.</summary>
    [Theory]
    [InlineData("command", "null", "command: expected a text, got null")]
    [InlineData("status", "1", "status: expected \"running\" or \"finished\" or \"interrupted\" or \"failed\", got 1")]
    [InlineData("settings", "[]", "settings: expected an object, got []")]
    [InlineData("seeds", "[null]", "seeds: expected a list of whole numbers from 0, got [null]")]
    [InlineData("machine.cores", "1e99", "machine.cores: expected a whole number from 0, got 1e99")]
    [InlineData("machine", "null", "machine: expected an object, got null")]
    [InlineData("started", "\"soon\"", "started: expected a time")]
    [InlineData("git", "{\"commit\":null,\"dirty\":true}", "git.commit: expected a text, got null")]
    [InlineData("data", "[null]", "data: expected a list of objects, got [null]")]
    [InlineData("metrics", "{\"x\":null}", "metrics.x: expected an object, got null")]
    [InlineData("resumed", "[{\"time\":5}]", "resumed[0].time: expected a text, got 5")]
    [InlineData("formatVersion", "-1", "formatVersion: expected a whole number from 1, got -1")]
    public void A_member_of_another_kind_is_named(string member, string value, string message)
    {
        JsonObject json = JsonNode.Parse(File.ReadAllText(Record))!.AsObject();
        string[] names = member.Split('.');
        (names.Length == 1 ? json : json[names[0]]!.AsObject())[names[^1]] = JsonNode.Parse(value);
        File.WriteAllText(Record, json.ToJsonString());
        Told(message, Assert.Throws<InvalidDataException>(() => RunFolder.ReadRecord(_folder["run"])));
    }

    [Theory]
    [InlineData("\"apical train\"", "\"\\ud800\"", "$.command is no text")]
    [InlineData("\"command\"", "\"\\udc00\"", "run.json")]
    [InlineData("\"command\"", "\"status\"", "run.json")]
    public void Texts_that_are_none_and_members_that_are_there_twice_are_told(string old, string now, string message)
    {
        File.WriteAllText(Record, File.ReadAllText(Record).Replace(old, now, StringComparison.Ordinal));
        Told(message, Assert.Throws<InvalidDataException>(() => RunFolder.ReadRecord(_folder["run"])));
    }

    /// <summary>0xFF stands nowhere in UTF-8 (RFC 3629).</summary>
    [Fact]
    public void Bytes_that_are_no_text_are_told_with_their_line()
    {
        File.WriteAllBytes(_folder["run/metrics.csv"], [.. "rule,run,epoch,step,metric,layer,value\nb"u8, 0xFF, .. ",1,0,0,x,,1\n"u8]);
        Told("line 2 has the byte 0xFF", Assert.Throws<InvalidDataException>(() => MetricsTable.Read(_folder["run/metrics.csv"])));
    }

    [Fact]
    public void A_line_that_is_being_written_may_end_within_a_letter()
    {
        byte[] whole = Encoding.UTF8.GetBytes("rule,run,epoch,step,metric,layer,value\nbp,1,0,0,é,,1\nbp,1,0,0,é");
        File.WriteAllBytes(_folder["run/metrics.csv"], whole[..^1]);
        Assert.Equal("é", Assert.Single(MetricsTable.Read(_folder["run/metrics.csv"]).Rows).Metric);
    }

    [Fact]
    public void A_mark_at_the_beginning_is_no_damage()
    {
        File.WriteAllText(Record, File.ReadAllText(Record), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("apical train", RunFolder.ReadRecord(_folder["run"]).Description.Command);
    }

    [Theory]
    [InlineData("{\"x\":null}")]
    [InlineData("{\"x\":[null]}")]
    [InlineData("{\"x\":[\"a\"]}")]
    [InlineData("[1]")]
    public void A_replicate_without_its_numbers_is_damaged(string found)
    {
        var files = new JobFiles<Measurements>(_folder.Path);
        File.WriteAllText(files.PathOf("a", 1), $"{{\"group\":\"a\",\"run\":1,\"found\":{found},\"failure\":null,\"seconds\":1}}");
        Told("it is damaged", Assert.Throws<InvalidDataException>(() => files.Read("a", 1)), files.PathOf("a", 1));
    }

    [Theory]
    [InlineData("\"claims\":[]", "\"claims\":[null]", "$.claims has null in a list")]
    [InlineData("\"title\":\"A figure\"", "\"title\":null", "$.title")]
    [InlineData("\"pictures\":[]", "\"pictures\":[{\"title\":\"p\",\"caption\":\"\",\"charts\":[{\"title\":\"\",\"x\":{\"label\":\"\"},\"y\":{\"label\":\"\"},"
        + "\"series\":[{\"name\":\"s\",\"mark\":\"line\",\"x\":[1,2],\"y\":[1]}]}]}]", "'s' in chart 1 of picture 1 has lists of different lengths")]
    public void An_experiment_with_members_that_are_missing_is_damaged(string old, string now, string message)
    {
        new Reproduction { Id = "a/b", Title = "A figure", Paper = "", Scale = Scale.Quick, Command = "", Seed = 1 }.Write(_folder.Path);
        string file = _folder[Reproduction.FileName], text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, now, StringComparison.Ordinal));
        Told(message, Assert.Throws<InvalidDataException>(() => Reproduction.Read(_folder.Path)), file);
    }

    /// <summary>65536⁴ = 2⁶⁴, which is 0 where it wraps.</summary>
    [Fact]
    public void A_shape_of_more_numbers_than_can_be_counted_does_not_pass_for_none() =>
        Assert.Throws<ArgumentException>(() => StoredTensor.Of(Array.Empty<float>(), 65536, 65536, 65536, 65536));

    private void Told(string message, Exception error, string? file = null)
    {
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(file ?? _folder["run"], error.Message, StringComparison.Ordinal);
    }
}
