namespace LVW.Native.Engine.Lanes;

/// <summary>A lane type that reads and writes main memory.</summary>
/// <typeparam name="T">The lane type itself.</typeparam>
public unsafe interface ICpuLane<T> : ILane<T>
    where T : struct, ICpuLane<T>
{
    /// <summary>Values in the group: 1, 4, 8 or 16.</summary>
    static abstract int Width { get; }

    /// <summary>Reads <see cref="Width"/> consecutive values; any alignment.</summary>
    static abstract T Load(float* source);

    /// <summary>Writes <see cref="Width"/> consecutive values; any alignment.</summary>
    void Store(float* target);

    /// <summary>The sum of the lanes, in a fixed order.</summary>
    float Sum();
}
