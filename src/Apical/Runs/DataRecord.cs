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

    internal static DataRecord FromJson(JsonNode json) => new(
        (string)json["set"]!, (int)json["train"]!, (int)json["test"]!, (int)json["features"]!, (int)json["outputs"]!, (int)json["classes"]!,
        (string)json["checksum"]!);
}
