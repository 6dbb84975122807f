using ILGPU;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>
/// A <see cref="ReductionGeometry"/> as kernels take it: a team of threads for each output, and where few outputs have many terms,
/// pieces of the reduced range along the grid's y. Sizes alone decide the division.
/// </summary>
internal readonly struct GpuReduction
{
    // Terms that a thread should at least have before more groups are made.
    private const int TermsOfThread = 16;

    private readonly GpuTeams teams;
    private readonly int outputs;
    private readonly int reduced;
    private readonly int pieceLength;
    private readonly int pieces;
    private readonly int inner;
    private readonly int outerKept;
    private readonly int innerKept;
    private readonly int rest;
    private readonly int outerStride;
    private readonly int innerStride;

    public GpuReduction(in ReductionGeometry geometry)
    {
        outputs = (int)geometry.Outputs;
        reduced = (int)geometry.Reduced;
        teams = geometry.IsColumns ? GpuTeams.OfColumns(outputs, reduced) : GpuTeams.OfRows(reduced);
        int wanted = GpuTeams.FullGrid / Math.Max(1, teams.GroupsFor(outputs));
        int possible = reduced / (teams.Lanes * TermsOfThread);
        pieces = Math.Max(1, Math.Min(wanted, possible));
        pieceLength = (reduced + pieces - 1) / pieces;
        inner = Math.Max(1, (int)geometry.K1);
        rest = Math.Max(1, (int)geometry.R1);
        if (geometry.IsColumns)
        {
            (outerKept, innerKept) = ((int)(geometry.R1 * geometry.K1), 1);
            (outerStride, innerStride) = ((int)(geometry.K0 * geometry.R1 * geometry.K1), inner);
        }
        else
        {
            (outerKept, innerKept) = ((int)(geometry.Reduced * geometry.K1), rest);
            (outerStride, innerStride) = ((int)(geometry.K1 * geometry.R1), 1);
        }
    }

    /// <summary>The teams of threads.</summary>
    public GpuTeams Teams => teams;

    /// <summary>Outputs.</summary>
    public int Outputs => outputs;

    /// <summary>Pieces of the reduced range; at least 1.</summary>
    public int Pieces => pieces;

    /// <summary>The first reduced position of the group's piece.</summary>
    public int Start => Grid.IdxY * pieceLength;

    /// <summary>The position after the last of the group's piece.</summary>
    public int End => Math.Min(reduced, Start + pieceLength);

    /// <summary>The place in x of output <paramref name="k"/> and reduced position <paramref name="r"/>.</summary>
    public GpuPlace At(int k, int r)
    {
        int k0 = k / inner;
        int r0 = r / rest;
        int r1 = r - (r0 * rest);
        int offset = (k0 * outerKept) + ((k - (k0 * inner)) * innerKept) + (r0 * outerStride) + (r1 * innerStride);
        int outerStep = teams.Lanes / rest;
        int innerStep = teams.Lanes - (outerStep * rest);
        return new GpuPlace(
            offset, r1, rest, innerStep, (outerStep * outerStride) + (innerStep * innerStride), outerStride - (rest * innerStride));
    }
}
