using LVW.Native.Engine.Testing.Ptx.Decoding;
using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>A kernel in PTX, decoded for <see cref="PtxMachine"/>.</summary>
public sealed class PtxModule
{
    private PtxModule(Parser parser)
    {
        Name = parser.Name;
        Parameters = parser.Parameters;
        ParameterBytes = parser.ParameterBytes;
        SharedBytes = parser.SharedBytes;
        UsesDynamicShared = parser.UsesDynamicShared;
        LocalBytes = parser.LocalBytes;
        MaximumThreads = parser.MaximumThreads;
        InstructionCount = parser.Statements.Count;
        Program = new Decoder(parser).Decode();
    }

    /// <summary>The entry's name.</summary>
    public string Name { get; }

    /// <summary>The entry's parameters in their order.</summary>
    public IReadOnlyList<PtxParameter> Parameters { get; }

    /// <summary>Bytes of all parameters together.</summary>
    public int ParameterBytes { get; }

    /// <summary>Shared memory that the kernel declares, in bytes, rounded up to 16; dynamic shared memory follows.</summary>
    public int SharedBytes { get; }

    /// <summary>Whether the kernel declares shared memory whose size the launch decides.</summary>
    public bool UsesDynamicShared { get; }

    /// <summary>Local memory of a thread in bytes.</summary>
    public int LocalBytes { get; }

    /// <summary>The most threads of a block that <c>.maxntid</c> or <c>.reqntid</c> allows, or null.</summary>
    public int? MaximumThreads { get; }

    /// <summary>Instructions in the text.</summary>
    public int InstructionCount { get; }

    internal Program Program { get; }

    /// <summary>Reads PTX text with one entry and decodes its instructions.</summary>
    /// <param name="ptx">The text, as ILGPU's PTX backend writes it, inline PTX included.</param>
    /// <exception cref="PtxException">The text has an instruction or directive that is unknown, or a form of it that is not supported.</exception>
    public static PtxModule Parse(string ptx)
    {
        var parser = new Parser(ptx);
        parser.Parse();
        return new PtxModule(parser);
    }
}
