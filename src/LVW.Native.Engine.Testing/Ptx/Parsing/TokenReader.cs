namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>Walks over the tokens of a text.</summary>
internal sealed class TokenReader(string text)
{
    private readonly List<Token> tokens = Token.Read(text);
    private int position;

    public bool AtEnd => position >= tokens.Count;

    public Token Previous => tokens[position - 1];

    public Token Peek(int ahead = 0)
    {
        if (position + ahead < tokens.Count) return tokens[position + ahead];
        throw new PtxException("the text ends within a statement.", tokens.Count == 0 ? 1 : tokens[^1].Line);
    }

    public Token Next()
    {
        Token token = Peek();
        position++;
        return token;
    }

    public bool Take(string sign)
    {
        if (AtEnd || tokens[position].Text != sign) return false;
        position++;
        return true;
    }

    public void Expect(string sign)
    {
        Token token = Next();
        if (token.Text != sign) throw new PtxException($"'{token.Text}' where '{sign}' was expected.", token.Line);
    }

    public void SkipLine(int line)
    {
        while (!AtEnd && tokens[position].Line == line) position++;
    }
}
