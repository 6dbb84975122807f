using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>
/// How a matrix of rows and channels is dealt to groups of 256 threads: a group takes a part of the rows and 32 channels, a thread every
/// eighth row of one channel. Neighbouring threads, and then neighbouring groups, stand on neighbouring channels.
/// </summary>
/// <param name="rows">Rows of the matrix.</param>
/// <param name="channels">Channels, the innermost dimension.</param>
/// <param name="rowsOfPart">Rows in every part but the last, at least 1.</param>
internal readonly struct GpuRowDeal(int rows, int channels, int rowsOfPart)
{
    /// <summary>Channels of a group.</summary>
    public const int Columns = 32;

    /// <summary>Threads of a group that share a channel.</summary>
    public const int Lanes = IGpuKernel.DefaultGroupSize / Columns;

    private readonly int blocks = (channels + Columns - 1) / Columns;

    /// <summary>Which of the threads that share its channel the executing one is.</summary>
    public static int Lane => Group.IdxX / Columns;

    /// <summary>Rows of the matrix.</summary>
    public int Rows => rows;

    /// <summary>Channels.</summary>
    public int Channels => channels;

    /// <summary>Parts that the rows fall into.</summary>
    public int Parts => (int)(((long)rows + rowsOfPart - 1) / rowsOfPart);

    /// <summary>One group for each part and block of channels.</summary>
    public GpuGrid Grid => new(checked(Parts * blocks));

    /// <summary>The executing thread's part.</summary>
    public int Part => ILGPU.Grid.IdxX / blocks;

    /// <summary>The executing thread's channel; may lie beyond the last.</summary>
    public int Channel => ((ILGPU.Grid.IdxX - (Part * blocks)) * Columns) + (Group.IdxX % Columns);

    /// <summary>The first row of the executing thread's part.</summary>
    public int FirstRow => Part * rowsOfPart;

    /// <summary>The row after the last of the executing thread's part.</summary>
    public int EndRow => FirstRow + Math.Min(rows - FirstRow, rowsOfPart);

    /// <summary>The place of an element, of the last row where <paramref name="row"/> lies beyond it.</summary>
    public int Inside(int row, int c) => (Math.Min(row, rows - 1) * channels) + c;
}
