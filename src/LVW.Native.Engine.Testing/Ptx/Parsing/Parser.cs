using System.Globalization;

namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>Reads a module's directives, declarations and statements; instructions are decoded afterwards.</summary>
internal sealed class Parser(string text)
{
    /// <summary>Where shared variables begin: as on recent GPUs, so that address zero is not valid.</summary>
    public const int SharedBase = 1024;

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    private readonly TokenReader reader = new(text);
    private readonly List<Statement> statements = [];
    private readonly List<PtxParameter> parameters = [];
    private readonly List<Symbol> dynamicShared = [];
    private Scope scope = new(null);

    public string Name { get; private set; } = "";

    public IReadOnlyList<Statement> Statements => statements;

    public IReadOnlyList<PtxParameter> Parameters => parameters;

    public int ParameterBytes { get; private set; }

    public int SharedBytes { get; private set; }

    public int LocalBytes { get; private set; }

    public int? MaximumThreads { get; private set; }

    public bool UsesDynamicShared => dynamicShared.Count > 0;

    public void Parse()
    {
        while (!reader.AtEnd)
        {
            Token token = reader.Next();
            switch (token.Text)
            {
                case ".version" or ".target" or ".address_size" or ".file" or ".loc": reader.SkipLine(token.Line); break;
                case ".visible" or ".weak" or ".extern": break;
                case ".shared": Variable(SymbolKind.Shared); break;
                case ".entry": Entry(); break;
                default: throw new PtxException($"{token.Text} is not supported here; one .entry without functions or module variables is.", token.Line);
            }
        }

        if (Name.Length == 0) throw new PtxException("the text has no .entry.", 1);
        foreach (Symbol symbol in dynamicShared) symbol.Offset = SharedBase + SharedBytes;
    }

    private void Entry()
    {
        Token name = reader.Next();
        if (Name.Length > 0) throw new PtxException($"a second entry, {name.Text}; one entry to a text is supported.", name.Line);
        Name = name.Text;
        scope = new Scope(scope);
        if (reader.Take("("))
        {
            while (!reader.Take(")"))
            {
                reader.Expect(".param");
                Variable(SymbolKind.Parameter);
                reader.Take(",");
            }
        }

        while (reader.Peek().Text != "{")
        {
            Token directive = reader.Next();
            if (directive.Text is ".maxntid" or ".reqntid") MaximumThreads = Product();
        }

        Block();
        SharedBytes = Align(SharedBytes, 16);
    }

    private int Product()
    {
        int product = 1;
        do
        {
            product *= Integer();
        }
        while (reader.Take(","));
        return product;
    }

    private void Block()
    {
        reader.Expect("{");
        scope = new Scope(scope);
        while (!reader.Take("}"))
        {
            Token token = reader.Peek();
            if (token.Text == "{") Block();
            else if (token.Text == ";") reader.Next();
            else if (token.Text[0] == '.') Directive();
            else if (token.IsWord && reader.Peek(1).Text == ":") Label();
            else Statement();
        }

        scope = scope.Parent!;
    }

    private void Label()
    {
        Token name = reader.Next();
        reader.Expect(":");
        if (!reader.Take(".branchtargets"))
        {
            scope.Label(name.Text, statements.Count, name.Line);
            return;
        }

        var targets = new List<string>();
        do
        {
            targets.Add(reader.Next().Text);
        }
        while (reader.Take(","));
        reader.Expect(";");
        scope.BranchTargets(name.Text, [.. targets]);
    }

    private void Directive()
    {
        Token token = reader.Next();
        switch (token.Text)
        {
            case ".reg": Registers(token.Line); break;
            case ".shared": Variable(SymbolKind.Shared); break;
            case ".local": Variable(SymbolKind.Local); break;
            case ".loc" or ".file": reader.SkipLine(token.Line); break;
            case ".pragma": reader.Next(); break;
            default: throw new PtxException($"{token.Text} is not supported in a kernel.", token.Line);
        }
    }

    private void Registers(int line)
    {
        PtxType type = Type(line);
        do
        {
            Token name = reader.Next();
            if (reader.Take("<"))
            {
                int count = Integer();
                reader.Expect(">");
                for (int i = 0; i < count; i++) scope.Declare(new Symbol($"{name.Text}{i}", SymbolKind.Register, type), line);
            }
            else
            {
                scope.Declare(new Symbol(name.Text, SymbolKind.Register, type), line);
            }
        }
        while (reader.Take(","));
        reader.Expect(";");
    }

    // .align 16 .b8 name[64]; a parameter has no semicolon, dynamic shared memory no length.
    private void Variable(SymbolKind kind)
    {
        int line = reader.Peek().Line;
        int? alignment = reader.Take(".align") ? Integer() : null;
        PtxType type = Type(line);
        alignment ??= type.Size();
        string name = reader.Next().Text;
        int count = 1;
        bool dynamic = false;
        while (reader.Take("["))
        {
            dynamic = reader.Peek().Text == "]";
            count *= dynamic ? 0 : Integer();
            reader.Expect("]");
        }

        if (kind != SymbolKind.Parameter) reader.Expect(";");
        int size = count * type.Size();
        var symbol = new Symbol(name, kind, type) { Size = size, Offset = dynamic ? -1 : Place(kind, alignment.Value, size) };
        if (dynamic) dynamicShared.Add(symbol);
        if (kind == SymbolKind.Parameter) parameters.Add(new PtxParameter(name, symbol.Offset, size));
        scope.Declare(symbol, line);
    }

    private int Place(SymbolKind kind, int alignment, int size)
    {
        int used = kind switch { SymbolKind.Shared => SharedBytes, SymbolKind.Local => LocalBytes, _ => ParameterBytes };
        int offset = Align(used, alignment);
        if (kind == SymbolKind.Shared) SharedBytes = offset + size;
        else if (kind == SymbolKind.Local) LocalBytes = offset + size;
        else ParameterBytes = offset + size;
        return kind == SymbolKind.Shared ? SharedBase + offset : offset;
    }

    private void Statement()
    {
        Token first = reader.Peek();
        Operand? guard = null;
        var operands = new OperandReader(reader, scope);
        if (reader.Take("@")) guard = operands.Read();
        Token opcode = reader.Next();
        var list = new List<Operand>();
        while (!reader.Take(";"))
        {
            list.Add(operands.Read());
            if (!reader.Take(",") && reader.Peek().Text != ";") throw new PtxException($"'{reader.Peek().Text}' where a comma or semicolon was expected.", first.Line);
        }

        string source = string.Join(' ', text[first.Start..reader.Previous.Start].Split(Blanks, StringSplitOptions.RemoveEmptyEntries));
        statements.Add(new Statement
        {
            Words = opcode.Text.Split('.'),
            Operands = [.. list],
            Guard = guard,
            Scope = scope,
            Line = first.Line,
            Text = source,
        });
    }

    private PtxType Type(int line)
    {
        Token token = reader.Next();
        PtxType type = token.Text[0] == '.' ? PtxTypes.Parse(token.Text[1..]) : PtxType.None;
        return type != PtxType.None ? type : throw new PtxException($"{token.Text} is no type of a variable or register.", line);
    }

    private int Integer()
    {
        Token token = reader.Next();
        if (int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)) return value;
        throw new PtxException($"{token.Text} where a whole number was expected.", token.Line);
    }

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
