using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>What a run learns from, as it was found when it began: the set as it is offered, before samples are held out or left out.</summary>
/// <param name="Set">Its name, with all settings.</param>
/// <param name="Train">Samples to train with.</param>
/// <param name="Test">Samples to test with.</param>
/// <param name="Features">Numbers in an input.</param>
/// <param name="Outputs">Numbers in a target.</param>
/// <param name="Classes">Number of classes; 0 where numbers are learned.</param>
/// <param name="Checksum">Of its content: another one means that files were changed.</param>
public sealed record DataRecord(string Set, int Train, int Test, int Features, int Outputs, int Classes, string Checksum)
{
    internal JsonObject ToJson() => new()
    {
        ["set"] = Set,
        ["train"] = Train,
        ["test"] = Test,
        ["features"] = Features,
        ["outputs"] = Outputs,
        ["classes"] = Classes,
        ["checksum"] = Checksum,
    };

    internal static DataRecord FromJson(JsonFields json) => new(
        json.Text("set"), json.Whole("train", 0), json.Whole("test", 0), json.Whole("features", 0), json.Whole("outputs", 0), json.Whole("classes", 0),
        json.Text("checksum"));
}
