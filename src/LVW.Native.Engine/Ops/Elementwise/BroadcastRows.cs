using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>Walks a run of elements of a broadcast result row by row; an operand is a stream or held for the whole row.</summary>
internal static class BroadcastRows
{
    /// <summary>Hands the elements from <paramref name="start"/> to <paramref name="end"/> to a job, one row or part of a row at a time.</summary>
    // By value: calls through a readonly reference would copy the job for every row.
    public static void Run<T, TRows>(in BroadcastGeometry geometry, long start, long end, TRows rows)
        where T : struct, ICpuLane<T>
        where TRows : struct, IBroadcastRows
    {
        long i = start;
        long column = i % geometry.Inner;
        var cursor = new BroadcastCursor(geometry, i / geometry.Inner);
        while (i < end)
        {
            long count = Math.Min(geometry.Inner - column, end - i);
            long left = cursor.Left + (column * geometry.LeftInner);
            long right = cursor.Right + (column * geometry.RightInner);
            if (geometry.RightInner == 0) rows.Row<T, Streamed, Repeated>(left, right, i, count);
            else if (geometry.LeftInner == 0) rows.Row<T, Repeated, Streamed>(left, right, i, count);
            else rows.Row<T, Streamed, Streamed>(left, right, i, count);
            i += count;
            column = 0;
            cursor.Next();
        }
    }
}
