using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>A term of a sum over two rows, written once for every lane width; a readonly struct.</summary>
public interface IRowTerm
{
    /// <summary>sum + term(a, b), so that a product can be added with <see cref="ILane{T}.MultiplyAdd"/>.</summary>
    T AddTo<T>(T sum, T a, T b)
        where T : struct, ILane<T>;
}
