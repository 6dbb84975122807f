using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Ops.Reduction;

// out[k] (+)= scale·Σ_piece sums[piece, k]; a team of threads is an output; neighbouring teams read neighbours.
internal readonly struct GpuCombineSums(
    GpuTeams teams, ArrayView<double> sums, int pieces, ArrayView<float> result, double scale, int accumulate) : IGpuKernel
{
    /// <summary>Combines what the groups of a first pass have summed.</summary>
    /// <param name="device">The device.</param>
    /// <param name="sums">[pieces, outputs].</param>
    /// <param name="pieces">Pieces.</param>
    /// <param name="result">[outputs].</param>
    /// <param name="scale">Factor of the sum.</param>
    /// <param name="accumulate">Whether to add to the result.</param>
    public static void Launch(GpuDevice device, ArrayView<double> sums, int pieces, ArrayView<float> result, double scale, bool accumulate)
    {
        var teams = GpuTeams.OfColumns(result.Length, pieces);
        var grid = new GpuGrid(teams.GroupsFor(result.Length));
        device.Launch(grid, new GpuCombineSums(teams, sums, pieces, result, scale, accumulate ? 1 : 0));
    }

    public void Execute()
    {
        int k = teams.Team;
        double total = 0;
        if (k < result.IntLength)
        {
            for (int piece = teams.Lane; piece < pieces; piece += teams.Lanes) total += sums[(piece * result.IntLength) + k];
        }

        total = teams.Sum(total);
        if (teams.Lane == 0 && k < result.IntLength) result[k] = (float)(total * scale) + (accumulate != 0 ? result[k] : 0f);
    }
}
