namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>Which algorithm computes a convolution on the processor.</summary>
internal static class ConvolutionTable
{
    internal static bool Force = Environment.GetEnvironmentVariable("LVW_W") == "1";
    internal static bool No = Environment.GetEnvironmentVariable("LVW_W") == "0";

    public static bool UsesWinograd(in Conv2dGeometry g)
    {
        if (No) return false;
        bool can = g.R == 3 && g.S == 3 && g.StrideH == 1 && g.StrideW == 1 && g.DilationH == 1 && g.DilationW == 1 && g.Groups == 1;
        return can && (Force || (g.C >= 16 && g.K >= 16));
    }
}
