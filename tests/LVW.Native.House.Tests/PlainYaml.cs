namespace LVW.Native.House.Tests;

/// <summary>The part of YAML that our own files are written in: blocks of mappings and lists by indentation, scalars on one line, comments on lines of their own.</summary>
internal sealed class PlainYaml
{
    private readonly (int Indent, string Text)[] lines;
    private int next;

    private PlainYaml(string text) => lines =
    [
        .. text.Split('\n').Where(line => line.Trim().Length > 0 && !line.TrimStart().StartsWith('#')).Select(line => (line.Length - line.TrimStart().Length, line.Trim())),
    ];

    /// <summary>A document: mappings are dictionaries, lists are lists, all else is text.</summary>
    public static object Parse(string text)
    {
        var yaml = new PlainYaml(text);
        object root = yaml.Block(0);
        return yaml.next == yaml.lines.Length ? root : throw new FormatException($"'{yaml.lines[yaml.next].Text}' stands at a depth that nothing opened.");
    }

    private object Block(int indent) => lines[next].Text.StartsWith("- ", StringComparison.Ordinal) ? List(indent) : Mapping(indent);

    private Dictionary<string, object> Mapping(int indent)
    {
        var mapping = new Dictionary<string, object>(StringComparer.Ordinal);
        while (next < lines.Length && lines[next].Indent == indent && !lines[next].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            string text = lines[next].Text;
            int colon = text.EndsWith(':') ? text.Length - 1 : text.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 1) throw new FormatException($"'{text}' has no key.");
            next++;
            string rest = text[(colon + 1)..].Trim();
            mapping.Add(text[..colon], rest.Length > 0 ? Scalar(rest) : next < lines.Length && Opens(indent) ? Block(lines[next].Indent) : throw new FormatException($"'{text}' has no value."));
        }

        return mapping;
    }

    private List<object> List(int indent)
    {
        var list = new List<object>();
        while (next < lines.Length && lines[next].Indent == indent && lines[next].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            string item = lines[next].Text[2..].Trim();
            if (item.StartsWith('"') || !(item.EndsWith(':') || item.Contains(": ", StringComparison.Ordinal)))
            {
                list.Add(Scalar(item));
                next++;
                continue;
            }

            // What follows the dash is the first line of a mapping two columns further in.
            lines[next] = (indent + 2, item);
            list.Add(Mapping(indent + 2));
        }

        return list;
    }

    // A list may stand at its key's own depth.
    private bool Opens(int indent) => lines[next].Indent > indent || (lines[next].Indent == indent && lines[next].Text.StartsWith("- ", StringComparison.Ordinal));

    private static string Scalar(string text)
    {
        if (text[0] != '"') return text;
        return text.Length > 1 && text[^1] == '"' ? text[1..^1] : throw new FormatException($"{text} does not end.");
    }
}
