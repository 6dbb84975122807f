namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>Reads operands and resolves their names in a scope.</summary>
internal sealed class OperandReader(TokenReader reader, Scope scope)
{
    public Operand Read()
    {
        if (reader.Take("{")) return Vector();
        if (reader.Take("[")) return Address();
        bool negated = reader.Take("!");
        bool negative = reader.Take("-");
        Token token = reader.Next();
        if (!token.IsWord) throw new PtxException($"'{token.Text}' where an operand was expected.", token.Line);
        if (Operand.Number(token.Text, negative) is { } number) return number;
        if (negative) throw new PtxException($"-{token.Text} is no operand.", token.Line);
        Operand operand = Named(token, negated);
        return reader.Take("|") ? Pair(operand) : operand;
    }

    private Operand Named(Token token, bool negated)
    {
        if (token.Text == "_") return new Operand { Kind = OperandKind.Sink };
        Symbol? symbol = scope.Find(token.Text);
        if (symbol is null)
        {
            OperandKind kind = token.Text[0] == '%' ? OperandKind.Special : OperandKind.Name;
            return new Operand { Kind = kind, Name = token.Text, Negated = negated };
        }

        return new Operand
        {
            Kind = symbol.Kind == SymbolKind.Register ? OperandKind.Register : OperandKind.Variable,
            Name = token.Text,
            Symbol = symbol,
            Negated = negated,
        };
    }

    private Operand Pair(Operand first) => new() { Kind = first.Kind, Name = first.Name, Symbol = first.Symbol, Items = [Read()] };

    private Operand Vector()
    {
        var items = new List<Operand>();
        do
        {
            items.Add(Read());
        }
        while (reader.Take(","));
        reader.Expect("}");
        return new Operand { Kind = OperandKind.Vector, Items = [.. items] };
    }

    private Operand Address()
    {
        Operand first = Read();
        long offset = 0;
        while (!reader.Take("]"))
        {
            int sign = reader.Take("-") ? -1 : 1;
            if (sign > 0) reader.Expect("+");
            Operand term = Read();
            if (term.Kind != OperandKind.Integer) throw new PtxException("an address is a register or variable plus a whole number.", reader.Previous.Line);
            offset += sign * (long)term.Bits;
        }

        return new Operand { Kind = OperandKind.Address, Items = [first], Bits = (ulong)offset };
    }
}
