using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>Applies a line to the columns and then to the rows of a square of pixels or points, for a run of channels.</summary>
/// <typeparam name="TLine">The transform.</typeparam>
internal static unsafe class TileTransform<TLine>
    where TLine : struct, ITileLine
{
    // target[i, j][c] (+)= f(Σ_{u,v} line[i, u] · line[j, v] · source[u, v][c]) for every channel c; a target of null is left out.
    // Squares come as one pointer for each place, so that pixels, zeros around a picture and planes of points read alike.
    // A vector of channels at a time: columns first, into `between` in the first-level cache; `ahead` is the next square's places, fetched
    // meanwhile, because 36 short runs are too many for the hardware to foresee; so are the next vector's places in the target.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run<T, TEpilogue>(
        nint channels, float** source, nint from, float** ahead, float* between, float** target, nint to, bool accumulate, TEpilogue epilogue)
        where T : struct, ICpuLane<T>
        where TEpilogue : struct, IEpilogue
    {
        nint c = 0;
        for (; c + T.Width <= channels; c += T.Width) One<T, TEpilogue>(source, from + c, ahead, between, target, to + c, accumulate, epilogue, c);
        for (; c < channels; c++) One<Lane1, TEpilogue>(source, from + c, null, between, target, to + c, accumulate, epilogue, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<T, TEpilogue>(
        float** source, nint from, float** ahead, float* between, float** target, nint to, bool accumulate, TEpilogue epilogue, nint column)
        where T : struct, ICpuLane<T>
        where TEpilogue : struct, IEpilogue
    {
        for (int j = 0; j < TLine.From; j++)
        {
            float** p = source + j;
            if (ahead is not null) Prefetch(ahead + j, from);
            if (TLine.To < TLine.From) PrefetchTargets(target, to + T.Width, j);
            T x0 = T.Load(p[0] + from), x1 = T.Load(p[TLine.From] + from), x2 = T.Load(p[2 * TLine.From] + from);
            T x3 = TLine.From > 3 ? T.Load(p[3 * TLine.From] + from) : x0;
            T x4 = TLine.From > 4 ? T.Load(p[4 * TLine.From] + from) : x0;
            T x5 = TLine.From > 5 ? T.Load(p[5 * TLine.From] + from) : x0;
            TLine.Apply(x0, x1, x2, x3, x4, x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5);
            float* row = between + (j * T.Width);
            nint next = TLine.From * T.Width;
            y0.Store(row);
            y1.Store(row + next);
            y2.Store(row + (2 * next));
            if (TLine.To > 3) y3.Store(row + (3 * next));
            if (TLine.To > 4) y4.Store(row + (4 * next));
            if (TLine.To > 5) y5.Store(row + (5 * next));
        }

        for (int i = 0; i < TLine.To; i++)
        {
            float* row = between + (i * TLine.From * T.Width);
            float** p = target + (i * TLine.To);
            T x0 = T.Load(row), x1 = T.Load(row + T.Width), x2 = T.Load(row + (2 * T.Width));
            T x3 = TLine.From > 3 ? T.Load(row + (3 * T.Width)) : x0;
            T x4 = TLine.From > 4 ? T.Load(row + (4 * T.Width)) : x0;
            T x5 = TLine.From > 5 ? T.Load(row + (5 * T.Width)) : x0;
            TLine.Apply(x0, x1, x2, x3, x4, x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5);
            Finish(p[0], to, y0, accumulate, epilogue, column);
            Finish(p[1], to, y1, accumulate, epilogue, column);
            Finish(p[2], to, y2, accumulate, epilogue, column);
            if (TLine.To > 3) Finish(p[3], to, y3, accumulate, epilogue, column);
            if (TLine.To > 4) Finish(p[4], to, y4, accumulate, epilogue, column);
            if (TLine.To > 5) Finish(p[5], to, y5, accumulate, epilogue, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float** p, nint from)
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < TLine.From; i++) Sse.Prefetch0(p[i * TLine.From] + from);
    }

    // The part of the places that belongs to column j of the source: all at once would delay the loads.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchTargets(float** p, nint to, int j)
    {
        if (!Sse.IsSupported) return;
        int places = TLine.To * TLine.To;
        for (int i = j * places / TLine.From; i < (j + 1) * places / TLine.From; i++) Sse.Prefetch0(p[i] + to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<T, TEpilogue>(float* target, nint to, T sum, bool accumulate, TEpilogue epilogue, nint column)
        where T : struct, ICpuLane<T>
        where TEpilogue : struct, IEpilogue
    {
        if (target is null) return;
        if (accumulate) sum += T.Load(target + to);
        epilogue.Apply<T>(sum, column, target + to).Store(target + to);
    }
}
