using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing.Checks;

namespace LVW.Native.Engine.Testing;

/// <summary>What the checks need to know of one op: how to draw a problem with its double reference, and how exact the answer must be.</summary>
public sealed class OpCase
{
    /// <summary>The size of problems where none is given: pictures up to 8 × 8, up to 33 channels.</summary>
    public const int DefaultSize = 8;

    private readonly Func<Sampler, OpProblem> draw;

    /// <summary>Creates a case.</summary>
    /// <param name="name">The op's name and, where one op has several cases, the variant: <c>Conv2d, strided</c>.</param>
    /// <param name="covers">The op types that the case puts on the tape; for an op of a formula, the formula's type.</param>
    /// <param name="tolerance">How exact the answer must be, and why.</param>
    /// <param name="draw">Draws shapes, geometry and values away from places without a derivative.</param>
    public OpCase(string name, Type[] covers, Tolerance tolerance, Func<Sampler, OpProblem> draw)
    {
        Name = name;
        Covers = covers;
        Tolerance = tolerance;
        this.draw = draw;
    }

    /// <summary>The op's name and variant.</summary>
    public string Name { get; }

    /// <summary>The op types (or formula types) that the case puts on the tape.</summary>
    public IReadOnlyList<Type> Covers { get; }

    /// <summary>How exact the answer must be, and why.</summary>
    public Tolerance Tolerance { get; }

    /// <summary>Draws the problem of a seed and a size.</summary>
    public OpProblem Draw(ulong seed, int size = DefaultSize) => draw(new Sampler(seed, size));

    /// <summary>Runs every check on random problems; the first failure is made as small as possible and thrown.</summary>
    /// <param name="device">The device under test.</param>
    /// <param name="problems">Problems for each check.</param>
    /// <param name="seed">The first problem's seed; the following ones count up.</param>
    /// <exception cref="OpCheckException">A check failed; the message names op, seed, shapes, the worst element and both values.</exception>
    public void Verify(Device device, int problems = 20, ulong seed = 0)
    {
        foreach (OpCheck check in OpCheck.All)
        {
            for (int i = 0; i < problems; i++)
            {
                CheckResult result = check.Run(this, device, seed + (ulong)i, SizeOf(i));
                if (!result.Passed) throw new OpCheckException(check.Shrink(this, device, result));
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // Every other problem is tiny: full Jacobians, and borders that large shapes hide.
    internal static int SizeOf(int problem, int size = DefaultSize) => problem % 2 == 0 ? size : Math.Min(size, 2);
}
