namespace LVW.Native.Engine.Memory;

/// <summary>Computes a derived block; a struct, so that asking for the block allocates nothing.</summary>
internal interface IBlockFill
{
    /// <summary>Fills the block.</summary>
    void Fill(Storage block);
}
