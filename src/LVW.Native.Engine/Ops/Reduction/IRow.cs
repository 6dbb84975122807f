namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>
/// A row that a formula measures without knowing the device: on the processor one thread reads it in vectors, on a GPU a team of
/// threads reads it together, and each of them gets every result. Sums are taken in short float32 runs, then in float64.
/// </summary>
/// <typeparam name="TRow">The row type itself.</typeparam>
public interface IRow<TRow>
    where TRow : struct, IRow<TRow>
{
    /// <summary>ln of a sum; on a GPU to float32 precision.</summary>
    /// <param name="value">At least 0.</param>
    static abstract double Log(double value);

    /// <summary>max x; NaN when any is, −∞ when the row is empty.</summary>
    float Max();

    /// <summary>Σ x.</summary>
    double Sum();

    /// <summary>Σ e^((x − shift)·scale).</summary>
    double SumExp(float shift, float scale);

    /// <summary>Σ x·(other − shift).</summary>
    double Dot(TRow other, float shift);

    /// <summary>Σ term(x, other).</summary>
    /// <param name="other">A row of the same length.</param>
    /// <param name="term">What is summed; its fields are its constants.</param>
    double Sum<TTerm>(TRow other, TTerm term)
        where TTerm : struct, IRowTerm;
}
