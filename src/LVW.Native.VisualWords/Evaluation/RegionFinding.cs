using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Losses;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Whether maps lie on what a picture shows. Pointing game (Zhang et al. 2018): the map's largest value lies in the region, or within 15 of 224 pixels of it.
/// Energy-based pointing game (Wang et al. 2020): the share of the map's values, scaled to [0, 1], that lies inside. Pixels that a region leaves out are 0 in every map
/// and belong to no share.
/// </summary>
/// <param name="side">Side of the view in pixels.</param>
/// <param name="alignCorners">How maps are enlarged; false: half-pixel centres.</param>
public sealed class RegionFinding(int side, bool alignCorners)
{
    private const double Tolerance = 15 / 224.0;

    /// <summary>Both scores of the pictures that have a region; null where none has.</summary>
    /// <param name="predictions">The maps.</param>
    /// <param name="regionOf">The region of a picture in its view; null where it has none.</param>
    public (RegionScore Pointing, RegionScore Energy)? Measure(Predictions predictions, Func<int, ViewRegion?> regionOf)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(regionOf);
        float[] centre = MapAgreement.CentreBlob(side);
        double[] pointing = new double[5];
        double[] energy = new double[5];
        int pictures = 0;
        int size = predictions.Nearest * predictions.Cells;
        AttentionMaps? attention = predictions.Attention;
        for (int n = 0; n < predictions.Pictures; n++)
        {
            if (regionOf(n) is not { } region || region.ShareOf(region.Inside) is 0 or 1) continue;
            pictures++;
            bool[] near = Widened(region.Inside);
            float[][] maps =
            [
                Enlarged(predictions.NearestMaps.AsSpan(n * size, size), predictions.Nearest, predictions.Height, predictions.Width),
                Enlarged(predictions.EvidenceMaps.AsSpan(n * predictions.Cells, predictions.Cells), 1, predictions.Height, predictions.Width),
                attention is null ? new float[side * side] : Enlarged(attention[n], 1, attention.Height, attention.Width),
                centre,
            ];
            for (int k = 0; k < maps.Length; k++)
            {
                float[] counted = Counted(maps[k], region);
                if (Points(counted, near)) pointing[k]++;
                energy[k] += Energy(counted, region.Inside);
            }

            pointing[4] += region.ShareOf(near);
            energy[4] += region.ShareOf(region.Inside);
        }

        if (pictures == 0) return null;
        RegionScore Mean(double[] sums) => new(
            sums[0] / pictures, sums[1] / pictures, attention is null ? null : sums[2] / pictures, sums[3] / pictures, sums[4] / pictures, pictures);
        return (Mean(pointing), Mean(energy));
    }

    /// <summary>Whether the first of a map's largest values lies in a region; a map that is 0 everywhere points nowhere.</summary>
    internal static bool Points(ReadOnlySpan<float> map, ReadOnlySpan<bool> region)
    {
        int largest = Ranking.Largest(map);
        return map[largest] > 0 && region[largest];
    }

    /// <summary>The share of a map's sum that lies in a region; 0 for a map of zeros.</summary>
    internal static double Energy(ReadOnlySpan<float> map, ReadOnlySpan<bool> region)
    {
        (double inside, double all) = (0, 0);
        for (int i = 0; i < map.Length; i++)
        {
            all += map[i];
            if (region[i]) inside += map[i];
        }

        return all > 0 ? inside / all : 0;
    }

    /// <summary>The region and all pixels within the tolerance of it.</summary>
    internal bool[] Widened(ReadOnlySpan<bool> region)
    {
        int radius = (int)Math.Round(Tolerance * side);
        int[] across = Across(region, side, radius);
        bool[] wide = new bool[region.Length];
        for (int y = 0; y < side; y++)
        {
            for (int dy = Math.Max(-radius, -y); dy <= Math.Min(radius, side - 1 - y); dy++)
            {
                int reach = (radius * radius) - (dy * dy);
                for (int x = 0; x < side; x++)
                {
                    int distance = across[((y + dy) * side) + x];
                    if (distance * distance <= reach) wide[(y * side) + x] = true;
                }
            }
        }

        return wide;
    }

    private static float[] Counted(float[] map, ViewRegion region)
        => region.LeftOut is null ? map : [.. map.Select((value, i) => region.Counts(i) ? value : 0)];

    // Distance to the region within a pixel's own row; beyond the radius any larger number.
    private static int[] Across(ReadOnlySpan<bool> region, int side, int radius)
    {
        int[] across = new int[region.Length];
        for (int y = 0; y < side; y++)
        {
            int distance = radius + 1;
            for (int x = 0; x < side; x++)
            {
                distance = region[(y * side) + x] ? 0 : Math.Min(radius + 1, distance + 1);
                across[(y * side) + x] = distance;
            }

            distance = radius + 1;
            for (int x = side - 1; x >= 0; x--)
            {
                distance = region[(y * side) + x] ? 0 : Math.Min(radius + 1, distance + 1);
                across[(y * side) + x] = Math.Min(across[(y * side) + x], distance);
            }
        }

        return across;
    }

    private float[] Enlarged(ReadOnlySpan<float> maps, int count, int height, int width)
    {
        float[] pixels = new float[side * side];
        MapMaximum.Enlarge(maps, count, new BilinearAxis(height, side, alignCorners), new BilinearAxis(width, side, alignCorners), pixels);
        AttentionMaps.Normalize(pixels, pixels.Length);
        return pixels;
    }
}
