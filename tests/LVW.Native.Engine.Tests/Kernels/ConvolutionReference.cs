using LVW.Native.Engine.Ops.Convolution;

namespace LVW.Native.Engine.Tests.Kernels;

/// <summary>The definition of convolution and its gradients, in double precision.</summary>
internal static class ConvolutionReference
{
    private delegate void Term(long x, long w, long y);

    public static double[] Forward(Conv2dGeometry g, float[] x, float[] w)
    {
        double[] y = new double[(long)g.N * g.P * g.Q * g.K];
        ForEach(g, (xi, wi, yi) => y[yi] += (double)x[xi] * w[wi]);
        return y;
    }

    public static double[] InputGradient(Conv2dGeometry g, float[] dy, float[] w)
    {
        double[] dx = new double[(long)g.N * g.H * g.W * g.C];
        ForEach(g, (xi, wi, yi) => dx[xi] += (double)dy[yi] * w[wi]);
        return dx;
    }

    public static double[] FilterGradient(Conv2dGeometry g, float[] x, float[] dy)
    {
        double[] dw = new double[(long)g.K * g.R * g.S * g.GroupC];
        ForEach(g, (xi, wi, yi) => dw[wi] += (double)x[xi] * dy[yi]);
        return dw;
    }

    private static void ForEach(Conv2dGeometry g, Term term)
    {
        for (int n = 0; n < g.N; n++)
        for (int p = 0; p < g.P; p++)
        for (int q = 0; q < g.Q; q++)
        for (int k = 0; k < g.K; k++)
        for (int r = 0; r < g.R; r++)
        for (int s = 0; s < g.S; s++)
        {
            int h = (p * g.StrideH) - g.PadTop + (r * g.DilationH);
            int w = (q * g.StrideW) - g.PadLeft + (s * g.DilationW);
            if (h < 0 || h >= g.H || w < 0 || w >= g.W) continue;
            for (int c = 0; c < g.GroupC; c++)
            {
                term(
                    (((((long)n * g.H) + h) * g.W) + w) * g.C + (k / g.GroupK * g.GroupC) + c,
                    (((((long)k * g.R) + r) * g.S) + s) * g.GroupC + c,
                    (((((long)n * g.P) + p) * g.Q) + q) * g.K + k);
            }
        }
    }
}
