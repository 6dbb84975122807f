namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>Registers that the launch fills.</summary>
internal enum SpecialRegister : byte
{
    ThreadX,
    ThreadY,
    ThreadZ,
    ThreadsX,
    ThreadsY,
    ThreadsZ,
    BlockX,
    BlockY,
    BlockZ,
    BlocksX,
    BlocksY,
    BlocksZ,
    Lane,
    Warp,
    Warps,
    MaskEqual,
    MaskBelow,
    MaskUpTo,
    MaskAbove,
    MaskFrom,
    WarpSize,
    DynamicSharedBytes,
    TotalSharedBytes,
}

internal static class SpecialRegisters
{
    public static SpecialRegister? Parse(string name) => name switch
    {
        "%tid.x" => SpecialRegister.ThreadX,
        "%tid.y" => SpecialRegister.ThreadY,
        "%tid.z" => SpecialRegister.ThreadZ,
        "%ntid.x" => SpecialRegister.ThreadsX,
        "%ntid.y" => SpecialRegister.ThreadsY,
        "%ntid.z" => SpecialRegister.ThreadsZ,
        "%ctaid.x" => SpecialRegister.BlockX,
        "%ctaid.y" => SpecialRegister.BlockY,
        "%ctaid.z" => SpecialRegister.BlockZ,
        "%nctaid.x" => SpecialRegister.BlocksX,
        "%nctaid.y" => SpecialRegister.BlocksY,
        "%nctaid.z" => SpecialRegister.BlocksZ,
        "%laneid" => SpecialRegister.Lane,
        "%warpid" => SpecialRegister.Warp,
        "%nwarpid" => SpecialRegister.Warps,
        "%lanemask_eq" => SpecialRegister.MaskEqual,
        "%lanemask_lt" => SpecialRegister.MaskBelow,
        "%lanemask_le" => SpecialRegister.MaskUpTo,
        "%lanemask_gt" => SpecialRegister.MaskAbove,
        "%lanemask_ge" => SpecialRegister.MaskFrom,
        "WARP_SZ" => SpecialRegister.WarpSize,
        "%dynamic_smem_size" => SpecialRegister.DynamicSharedBytes,
        "%total_smem_size" => SpecialRegister.TotalSharedBytes,
        _ => null,
    };

    /// <summary>The value for one lane of a warp of the running block.</summary>
    public static uint Value(this SpecialRegister register, Launch launch, int warp, int lane)
    {
        PtxGrid grid = launch.Grid;
        int thread = (warp * 32) + lane;
        uint bit = 1u << lane;
        return register switch
        {
            SpecialRegister.ThreadX => (uint)(thread % grid.BlockX),
            SpecialRegister.ThreadY => (uint)(thread / grid.BlockX % grid.BlockY),
            SpecialRegister.ThreadZ => (uint)(thread / (grid.BlockX * grid.BlockY)),
            SpecialRegister.ThreadsX => (uint)grid.BlockX,
            SpecialRegister.ThreadsY => (uint)grid.BlockY,
            SpecialRegister.ThreadsZ => (uint)grid.BlockZ,
            SpecialRegister.BlockX => (uint)(launch.Block % grid.GridX),
            SpecialRegister.BlockY => (uint)(launch.Block / grid.GridX % grid.GridY),
            SpecialRegister.BlockZ => (uint)(launch.Block / ((long)grid.GridX * grid.GridY)),
            SpecialRegister.BlocksX => (uint)grid.GridX,
            SpecialRegister.BlocksY => (uint)grid.GridY,
            SpecialRegister.BlocksZ => (uint)grid.GridZ,
            SpecialRegister.Lane => (uint)lane,
            SpecialRegister.Warp => (uint)warp,
            SpecialRegister.Warps => (uint)((grid.Threads + 31) / 32),
            SpecialRegister.MaskEqual => bit,
            SpecialRegister.MaskBelow => bit - 1,
            SpecialRegister.MaskUpTo => bit | (bit - 1),
            SpecialRegister.MaskAbove => ~(bit | (bit - 1)),
            SpecialRegister.MaskFrom => ~(bit - 1),
            SpecialRegister.WarpSize => 32,
            SpecialRegister.DynamicSharedBytes => (uint)grid.SharedBytes,
            _ => (uint)launch.Shared.Size,
        };
    }
}
