using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>y = x², with a derivative that is wrong by a factor: −1 is a sign error, 1.001 a slip in a constant.</summary>
internal readonly struct WronglyScaled(float factor) : IUnaryFormula
{
    public T Forward<T>(T x)
        where T : struct, ILane<T>
        => x * x;

    public T Derivative<T>(T x, T y)
        where T : struct, ILane<T>
        => T.Constant(2 * factor) * x;
}

/// <summary>What <see cref="RotateOp"/> does wrong.</summary>
internal enum Mistake
{
    None,
    ShiftsTheWrongWay,
    ForgetsToAdd,
    LeavesTheLastElement,
    WritesTheWrongShape,
}

/// <summary>y[i] = x[(i + 1) mod n], with dx[i] = dy[(i − 1) mod n] unless a mistake is asked for.</summary>
internal sealed unsafe class RotateOp : Op
{
    private Tensor x;
    private Mistake mistake;

    public static Tensor Apply(Tensor x, Mistake mistake)
    {
        Step step = x.Step;
        int n = (int)x.Shape.Count;
        Tensor y = step.Allocate(mistake == Mistake.WritesTheWrongShape ? [n, 1] : [n]);
        for (int i = 0; i < n; i++) y.Storage.Floats()[i] = x.Storage.Floats()[(i + 1) % n];
        if (step.Records(x))
        {
            RotateOp op = step.Record<RotateOp>(y);
            op.x = x;
            op.mistake = mistake;
        }

        return y;
    }

    protected internal override void Backward(Gradients gradients)
    {
        float* dx = gradients.For(x, out bool accumulate).Floats();
        float* dy = gradients.Of(Output).Floats();
        int n = (int)x.Shape.Count;
        int shift = mistake == Mistake.ShiftsTheWrongWay ? 1 : n - 1;
        int end = mistake == Mistake.LeavesTheLastElement ? n - 1 : n;
        for (int i = 0; i < end; i++)
        {
            float gradient = dy[(i + shift) % n];
            dx[i] = accumulate && mistake != Mistake.ForgetsToAdd ? dx[i] + gradient : gradient;
        }
    }
}
