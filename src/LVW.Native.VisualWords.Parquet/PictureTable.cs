using System.Globalization;
using System.Runtime.CompilerServices;
using LVW.Native.VisualWords.Data;
using Parquet;
using Parquet.Schema;

namespace LVW.Native.VisualWords.Parquet;

/// <summary>One Parquet file with pictures and their classes; a row group is in memory at a time.</summary>
internal sealed class PictureTable : IAsyncDisposable
{
    private const long MostRows = 1 << 24;
    private readonly ParquetReader reader;
    private readonly TableColumns columns;

    private PictureTable(string path, ParquetReader reader, TableColumns columns)
    {
        Path = path;
        this.reader = reader;
        this.columns = columns;
    }

    public string Path { get; }

    /// <summary>Class names by label; null where labels are text, or numbers without names.</summary>
    public IReadOnlyList<string>? ClassNames => columns.ClassNames;

    /// <exception cref="DataException">The file is no whole Parquet file or lacks a column.</exception>
    public static async Task<PictureTable> Open(string path, HuggingFaceOptions options, CancellationToken cancellation)
    {
        ParquetReader reader = await Guarded(path, "it is no whole Parquet file", async () =>
        {
            await RequireEnds(path, cancellation);
            var stream = new TableStream(path);
            try
            {
                return await ParquetReader.CreateAsync(stream, null, leaveStreamOpen: false, cancellation);
            }
            catch
            {
                await stream.DisposeAsync();
                throw;
            }
        });
        try
        {
            // A damaged footer may yield a schema that contradicts itself.
            return await Guarded(path, "its schema is damaged", () => Task.FromResult(new PictureTable(path, reader, TableColumns.Of(path, reader.Schema, reader.CustomMetadata, options))));
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>The class of each row: the text, or the number in decimal.</summary>
    /// <exception cref="DataException">A row has none, or the file is damaged.</exception>
    public async IAsyncEnumerable<string> Labels([EnumeratorCancellation] CancellationToken cancellation)
    {
        long row = 0;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            string?[] labels = await ReadGroup(i, columns.Label, group => Label(group, columns.Label, cancellation));
            foreach (string? label in labels)
            {
                yield return label ?? throw new DataException(Path, $"row {row} has no {columns.Label.Name}", "Remove the row, or move the file away if its pictures have no classes");
                row++;
            }
        }
    }

    /// <summary>The encoded picture of each row.</summary>
    /// <exception cref="DataException">A row has none, or the file is damaged.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Pictures([EnumeratorCancellation] CancellationToken cancellation)
    {
        long row = 0;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            // Not the overloads for byte[] and string: they move what stands behind a null up by one row.
            ReadOnlyMemory<byte>?[] pictures = await ReadGroup(i, columns.Bytes, group => Values<ReadOnlyMemory<byte>>(group, columns.Bytes, cancellation));
            for (int n = 0; n < pictures.Length; n++, row++)
            {
                if (pictures[n] is not { Length: > 0 } bytes)
                {
                    throw new DataException(Path, $"row {row} has no bytes of a picture in {columns.Bytes.Path}", "Remove the row, or write the data set again with its pictures embedded in the table");
                }

                yield return bytes;
                pictures[n] = null;
            }
        }
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    private static async Task<string?[]> Label(ParquetRowGroupReader group, DataField field, CancellationToken cancellation)
    {
        if (field.ClrType == typeof(ReadOnlyMemory<char>)) return [.. (await Values<ReadOnlyMemory<char>>(group, field, cancellation)).Select(text => text?.ToString())];
        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.SByte => Texts(await Values<sbyte>(group, field, cancellation)),
            TypeCode.Byte => Texts(await Values<byte>(group, field, cancellation)),
            TypeCode.Int16 => Texts(await Values<short>(group, field, cancellation)),
            TypeCode.UInt16 => Texts(await Values<ushort>(group, field, cancellation)),
            TypeCode.Int32 => Texts(await Values<int>(group, field, cancellation)),
            TypeCode.UInt32 => Texts(await Values<uint>(group, field, cancellation)),
            TypeCode.Int64 => Texts(await Values<long>(group, field, cancellation)),
            _ => Texts(await Values<ulong>(group, field, cancellation)),
        };
    }

    private static string?[] Texts<T>(T?[] values)
        where T : struct, IFormattable
        => [.. values.Select(value => value?.ToString(null, CultureInfo.InvariantCulture))];

    private static async Task<T?[]> Values<T>(ParquetRowGroupReader group, DataField field, CancellationToken cancellation)
        where T : struct
    {
        T?[] values = new T?[group.RowCount];
        await group.ReadAsync<T>(field, values.AsMemory(), null, cancellation);
        return values;
    }

    private Task<T> ReadGroup<T>(int index, DataField field, Func<ParquetRowGroupReader, Task<T>> read) => Guarded(Path, $"row group {index} cannot be read", async () =>
    {
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(index);
        long bytes = group.GetMetadata(field)?.MetaData?.TotalUncompressedSize ?? 0;
        if (group.RowCount is < 0 or > MostRows || bytes > Array.MaxLength)
        {
            throw new DataException(Path, $"row group {index} has {group.RowCount} rows and {bytes} bytes of {field.Path}, too much to hold in memory", "Write the table again with smaller row groups");
        }

        return await read(group);
    });

    // What the library throws at damaged files is of many kinds.
    private static async Task<T> Guarded<T>(string path, string fact, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is not (DataException or OperationCanceledException or OutOfMemoryException))
        {
            throw new DataException(path, $"{fact} ({failure.Message.TrimEnd('.')})", "Download it again", failure);
        }
    }

    private static async Task RequireEnds(string path, CancellationToken cancellation)
    {
        byte[] ends = new byte[12];
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length < ends.Length) throw new InvalidDataException($"{file.Length} bytes");
        await file.ReadExactlyAsync(ends.AsMemory(0, 4), cancellation);
        if (ends.AsSpan().StartsWith("vers"u8)) throw new InvalidDataException("a Git LFS pointer; run 'git lfs pull'");
        if (!ends.AsSpan(0, 4).SequenceEqual("PAR1"u8)) throw new InvalidDataException($"its first bytes are {Convert.ToHexString(ends, 0, 4)}");
        file.Position = file.Length - 8;
        await file.ReadExactlyAsync(ends.AsMemory(4, 8), cancellation);
        if (ends.AsSpan(8).SequenceEqual("PARE"u8)) throw new InvalidDataException("its footer is encrypted");
        if (!ends.AsSpan(8).SequenceEqual("PAR1"u8)) throw new InvalidDataException("its end is missing");
        if (BitConverter.ToUInt32(ends, 4) > file.Length - ends.Length) throw new InvalidDataException("its footer is longer than the file");
    }
}
