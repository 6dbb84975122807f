using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>
/// A tile of m × m results of a 3×3 filter, computed from (m + 2) × (m + 2) source pixels by as many products for each pair of channels;
/// m is 3 or 4. Its five transforms are here, so that the schedules need not know which tile they use.
/// </summary>
internal readonly unsafe struct WinogradTile(int outputs)
{
    /// <summary>Points of the larger tile.</summary>
    public const int MostPoints = 36;

    /// <summary>Floats that a transform needs for itself.</summary>
    public const int BetweenLength = MostPoints * 16;

    /// <summary>Result pixels along a side of a tile.</summary>
    public int Outputs => outputs;

    /// <summary>Source pixels along a side of a tile.</summary>
    public int Inputs => outputs + 2;

    /// <summary>Points at which a tile is evaluated: products for each pair of channels.</summary>
    public int Points => Inputs * Inputs;

    /// <summary>Products for each pair of channels of one picture's results.</summary>
    public long Products(int rows, int columns) => (long)Across(rows) * Across(columns) * Points;

    /// <summary>Tiles that cover a side.</summary>
    public int Across(int side) => (side + outputs - 1) / outputs;

    /// <summary>points = Bᵀ pixels B; <paramref name="ahead"/> are fetched meanwhile.</summary>
    public void Input<T>(nint channels, float** pixels, float** ahead, float* between, float** points, nint to)
        where T : struct, ICpuLane<T>
    {
        if (outputs == 4) TileTransform<InputLine4>.Run<T, NoEpilogue>(channels, pixels, 0, ahead, between, points, to, accumulate: false, default);
        else TileTransform<InputLine3>.Run<T, NoEpilogue>(channels, pixels, 0, ahead, between, points, to, accumulate: false, default);
    }

    /// <summary>pixels (+)= f(Aᵀ points A); pixels of null are left out.</summary>
    public void Output<T, TEpilogue>(
        nint channels, float** points, nint from, float* between, float** pixels, nint to, bool accumulate, TEpilogue epilogue)
        where T : struct, ICpuLane<T>
        where TEpilogue : struct, IEpilogue
    {
        if (outputs == 4) TileTransform<OutputLine4>.Run<T, TEpilogue>(channels, points, from, null, between, pixels, to, accumulate, epilogue);
        else TileTransform<OutputLine3>.Run<T, TEpilogue>(channels, points, from, null, between, pixels, to, accumulate, epilogue);
    }

    /// <summary>points = G taps Gᵀ.</summary>
    public void Filter<T>(nint length, float** taps, nint from, float** ahead, float* between, float** points, nint to)
        where T : struct, ICpuLane<T>
    {
        if (outputs == 4) TileTransform<FilterLine4>.Run<T, NoEpilogue>(length, taps, from, ahead, between, points, to, accumulate: false, default);
        else TileTransform<FilterLine3>.Run<T, NoEpilogue>(length, taps, from, ahead, between, points, to, accumulate: false, default);
    }

    /// <summary>points = A pixels Aᵀ, for gradients of outputs.</summary>
    public void OutputGradient<T>(nint channels, float** pixels, float** ahead, float* between, float** points, nint to)
        where T : struct, ICpuLane<T>
    {
        if (outputs == 4) TileTransform<OutputGradientLine4>.Run<T, NoEpilogue>(channels, pixels, 0, ahead, between, points, to, accumulate: false, default);
        else TileTransform<OutputGradientLine3>.Run<T, NoEpilogue>(channels, pixels, 0, ahead, between, points, to, accumulate: false, default);
    }

    /// <summary>taps (+)= Gᵀ points G, for gradients of filters.</summary>
    public void FilterGradient<T>(nint channels, float** points, nint from, float* between, float** taps, bool accumulate)
        where T : struct, ICpuLane<T>
    {
        if (outputs == 4) TileTransform<FilterGradientLine4>.Run<T, NoEpilogue>(channels, points, from, null, between, taps, 0, accumulate, default);
        else TileTransform<FilterGradientLine3>.Run<T, NoEpilogue>(channels, points, from, null, between, taps, 0, accumulate, default);
    }
}
