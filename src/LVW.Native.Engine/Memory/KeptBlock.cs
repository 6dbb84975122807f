using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Memory;

/// <summary>
/// A block that kernels derive from a parameter and keep while its values stand still: a filter transformed for inference. Values that
/// are written through device, parameter or optimiser make it stale.
/// </summary>
internal sealed class KeptBlock
{
    private readonly Lock gate = new();
    private Device? owner;
    private Storage? block;
    private long version;

    /// <summary>Returns the block, or fills it first when it is stale.</summary>
    /// <param name="device">Whose memory holds it.</param>
    /// <param name="source">The parameter's values.</param>
    /// <param name="length">Elements of the block; the same for one parameter.</param>
    /// <param name="fill">Fills it.</param>
    public Storage Of<TFill>(Device device, Storage source, long length, ref TFill fill)
        where TFill : struct, IBlockFill
    {
        lock (gate)
        {
            if (block is not null && version == source.Version && block.Length == length) return block;
            Release();
            owner = device;
            block = device.Allocate(length);
            fill.Fill(block);
            version = source.Version;
            return block;
        }
    }

    /// <summary>Gives the block back.</summary>
    public void Release()
    {
        if (block is not null) owner!.Release(block);
        block = null;
    }
}
