namespace LVW.Native.Engine.Memory;

/// <summary>Keeps a device's memory, so that from the second identical step on nothing is allocated.</summary>
internal interface IStoragePool
{
    /// <summary>Bytes taken from the device: kept and in use together.</summary>
    long AllocatedBytes { get; }

    /// <summary>A block for the length of an op or a step.</summary>
    Storage Rent(long length);

    /// <summary>A block for as long as a parameter lives.</summary>
    Storage Allocate(long length);

    /// <summary>Takes a block of either kind back.</summary>
    void Return(Storage storage);

    /// <summary>Releases every block, kept or in use; nothing of this pool may be used afterwards.</summary>
    void Drain();
}
