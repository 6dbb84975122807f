using System.Text;

namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Writes markup that is HTML and well-formed XML alike; every text and attribute value is escaped.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Opens an element that closes when the returned scope is disposed; attributes whose value is null are left out.</summary>
    public Scope Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        _text.Append('>');
        return new Scope(this, tag);
    }

    /// <summary>An element that holds only text.</summary>
    public void Leaf(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        using (Open(tag, attributes))
            Text(text);
    }

    /// <summary>An element without content, such as <c>img</c>.</summary>
    public void Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        _text.Append("/>");
    }

    /// <summary>Text, escaped.</summary>
    public void Text(string text) => Escape(text);

    /// <summary>Markup, styles or script from this assembly, as it stands.</summary>
    public void Raw(string markup) => _text.Append(markup);

    public override string ToString() => _text.ToString();

    private void Start(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is null)
                continue;
            _text.Append(' ').Append(name).Append("=\"");
            Escape(value);
            _text.Append('"');
        }
    }

    private void Escape(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': _text.Append("&amp;"); break;
                case '<': _text.Append("&lt;"); break;
                case '>': _text.Append("&gt;"); break;
                case '"': _text.Append("&quot;"); break;
                case '\'': _text.Append("&#39;"); break;
                // File names may hold control characters, which neither HTML nor XML allows.
                case < ' ' and not ('\n' or '\t'): _text.Append('\uFFFD'); break;
                case 0xFFFE or 0xFFFF: _text.Append('\uFFFD'); break;
                case < 0x10000: _text.Append((char)rune.Value); break;
                default: _text.Append(rune.ToString()); break;
            }
        }
    }

    /// <summary>An open element.</summary>
    internal readonly ref struct Scope(HtmlWriter writer, string tag)
    {
        public void Dispose() => writer._text.Append("</").Append(tag).Append('>');
    }
}
