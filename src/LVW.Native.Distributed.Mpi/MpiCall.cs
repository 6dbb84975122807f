namespace LVW.Native.Distributed.Mpi;

/// <summary>What the ranks do together.</summary>
internal enum MpiCall
{
    /// <summary>Add float32 values.</summary>
    SumFloats,

    /// <summary>Add float64 values.</summary>
    SumDoubles,

    /// <summary>Collect bytes.</summary>
    Gather,

    /// <summary>Spread bytes.</summary>
    Broadcast,

    /// <summary>Meet.</summary>
    Barrier,
}
