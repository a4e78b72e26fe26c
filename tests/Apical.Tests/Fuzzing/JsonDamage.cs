using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Apical.Tests.Fuzzing;

/// <summary>Changes a member of a JSON text, which stays JSON: so what is read of it is not stopped by its form.</summary>
internal static class JsonDamage
{
    private static readonly JsonSerializerOptions s_plain = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 10_000,
    };

    /// <summary>A text with one member, or some, that are otherwise or not there.</summary>
    public static byte[] Of(byte[] file, Random random) => Encoding.UTF8.GetBytes(Of(JsonNode.Parse(file)!, random).ToJsonString(s_plain));

    /// <summary>As for a text.</summary>
    public static JsonNode Of(JsonNode json, Random random)
    {
        for (int times = random.Next(4) == 0 ? random.Next(2, 5) : 1; times > 0; times--)
        {
            List<(JsonNode Parent, object Key)> all = [];
            Collect(json, all);
            if (all.Count == 0)
            {
                break;
            }

            (JsonNode parent, object key) = all[random.Next(all.Count)];
            JsonNode? value = Other(parent, key, random, all);
            switch (parent, random.Next(5))
            {
                case (JsonObject members, 0): members.Remove((string)key); break;
                case (JsonObject members, 1) when random.Next(3) == 0: members[Damage.Word(random)] = value; break;
                case (JsonObject members, _): members[(string)key] = value; break;
                case (JsonArray items, 0): items.RemoveAt((int)key); break;
                case (JsonArray items, 1): items.Insert((int)key, value); break;
                case (JsonArray items, _): items[(int)key] = value; break;
            }
        }

        return json;
    }

    private static void Collect(JsonNode? json, List<(JsonNode Parent, object Key)> all)
    {
        IEnumerable<(object Key, JsonNode? Value)> members = json switch
        {
            JsonObject own => own.Select(member => ((object)member.Key, member.Value)),
            JsonArray items => items.Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach ((object key, JsonNode? value) in members)
        {
            all.Add((json!, key));
            Collect(value, all);
        }
    }

    private static JsonNode? Other(JsonNode parent, object key, Random random, List<(JsonNode Parent, object Key)> all)
    {
        JsonNode? old = parent is JsonObject members ? members[(string)key] : parent[(int)key];
        (JsonNode otherParent, object otherKey) = all[random.Next(all.Count)];
        JsonNode? other = otherParent is JsonObject others ? others[(string)otherKey] : otherParent[(int)otherKey];
        return random.Next(16) switch
        {
            0 => null,
            1 => 0,
            2 => -1,
            3 => 1e300,
            4 => JsonNode.Parse("1e400"),
            5 => JsonNode.Parse("123456789012345678901234567890"),
            6 => 0.5,
            7 => true,
            8 => "",
            9 => new JsonArray(),
            10 => new JsonObject(),
            11 => new JsonArray(old?.DeepClone()),
            12 => Deep(random.Next(2) == 0 ? 40 : 70),
            13 => Damage.Word(random),
            14 => (old?.GetValueKind() == JsonValueKind.String ? (string)old! : "") + Damage.Word(random),
            _ => other?.DeepClone(),
        };
    }

    private static JsonNode Deep(int levels)
    {
        JsonNode json = 1;
        for (int i = 0; i < levels; i++)
        {
            json = new JsonArray(json);
        }

        return json;
    }
}
