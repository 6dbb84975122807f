using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Memory;

/// <summary>
/// Blocks that kernels derive from a parameter and keep while its values stand still: a filter transformed for inference, one block for each
/// length. Values that are written through device, parameter or optimiser make them stale; they are filled again in place, and never given back before
/// the parameter is, so that inferences on several threads may share them as long as nobody changes the weights meanwhile.
/// </summary>
internal sealed class KeptBlock
{
    private const long Unfilled = -1;

    private readonly Lock gate = new();
    private readonly List<(Storage Block, long Version)> blocks = [];
    private Device? owner;

    /// <summary>Returns the block, or fills it first when it is stale.</summary>
    /// <param name="device">Whose memory holds it.</param>
    /// <param name="source">The parameter's values.</param>
    /// <param name="length">Elements of the block.</param>
    /// <param name="fill">Fills it.</param>
    public Storage Of<TFill>(Device device, Storage source, long length, ref TFill fill)
        where TFill : struct, IBlockFill
    {
        lock (gate)
        {
            int index = 0;
            while (index < blocks.Count && blocks[index].Block.Length != length) index++;
            if (index == blocks.Count)
            {
                owner = device;
                blocks.Add((device.Allocate(length), Unfilled));
            }

            (Storage block, long version) = blocks[index];
            if (version == source.Version) return block;
            blocks[index] = (block, Unfilled);
            fill.Fill(block);
            blocks[index] = (block, source.Version);
            return block;
        }
    }

    /// <summary>Gives the blocks back.</summary>
    public void Release()
    {
        foreach ((Storage block, _) in blocks) owner!.Release(block);
        blocks.Clear();
    }
}
