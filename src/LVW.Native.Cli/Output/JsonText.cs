using System.Text.Json.Nodes;

namespace LVW.Native.Cli.Output;

/// <summary>JSON that something else has written, to be put into a document.</summary>
internal static class JsonText
{
    public static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
