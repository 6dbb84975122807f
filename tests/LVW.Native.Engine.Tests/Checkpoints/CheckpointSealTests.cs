using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

public sealed class CheckpointSealTests : IDisposable
{
    private static readonly Dictionary<string, HostTensor> Tensors = new() { ["b"] = new([2, 1], [1, -2.5f]), ["a.weight"] = new([], [0.5f]), ["none"] = new([0, 3], []) };
    private static readonly Dictionary<string, string> Metadata = new() { ["stage"] = "base", ["sums"] = """{"Right":3}""" };

    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    private string Name => Path.Combine(folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_seal_is_the_SHA_256_that_its_description_says()
    {
        // import hashlib, struct; n = lambda v: struct.pack("<q", v); t = lambda s: n(len(s.encode())) + s.encode(); f = lambda *v: struct.pack(f"<{len(v)}f", *v)
        // hashlib.sha256(n(2) + t("stage") + t("base") + t("sums") + t('{"Right":3}')
        //     + n(3) + t("a.weight") + n(0) + f(0.5) + t("b") + n(2) + n(2) + n(1) + f(1, -2.5) + t("none") + n(2) + n(0) + n(3)).hexdigest()
        Assert.Equal("sha256:940e6ce3fe8a82b25c6c18f1faa9161238b68e624cfb63b7bf1939a225dcffeb", CheckpointSeal.Of(Tensors, Metadata));
    }

    [Fact]
    public void A_sealed_file_is_plain_safetensors_with_one_more_string()
    {
        CheckpointSeal.Write(Name, Tensors, Metadata);
        SafeTensorsContent content = SafeTensors.Read(Name);
        Assert.Equal(Tensors.Keys, content.Tensors.Keys);
        Assert.Equal(new Dictionary<string, string>(Metadata) { ["seal"] = CheckpointSeal.Of(Tensors, Metadata) }, content.Metadata);
        CheckpointSeal.Write(Name, content.Tensors, content.Metadata);
        Assert.True(CheckpointSeal.IsSealed(CheckpointSeal.Read(Name)));
    }

    [Fact]
    public void Every_single_flipped_bit_is_found()
    {
        CheckpointSeal.Write(Name, Tensors, Metadata);
        byte[] bytes = File.ReadAllBytes(Name);
        var unnoticed = new List<(int Position, int Bit)>();
        for (int position = 0; position < bytes.Length; position++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[position] ^= (byte)(1 << bit);
                if (!IsRefused(bytes)) unnoticed.Add((position, bit));
                bytes[position] ^= (byte)(1 << bit);
            }
        }

        Assert.Empty(unnoticed);
        Assert.False(IsRefused(bytes));
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_is_found()
    {
        CheckpointSeal.Write(Name, Tensors, Metadata);
        byte[] bytes = File.ReadAllBytes(Name);
        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.True(IsRefused(bytes[..length]), $"cut to {length} bytes"));
    }

    [Fact]
    public void A_file_without_a_seal_is_read_as_it_is()
    {
        SafeTensors.Write(Name, Tensors, Metadata);
        SafeTensorsContent content = CheckpointSeal.Read(Name);
        Assert.False(CheckpointSeal.IsSealed(content));
        Assert.Equal(Metadata, content.Metadata);
    }

    [Fact]
    public void Neither_order_nor_how_names_and_sizes_are_divided_is_left_open()
    {
        string Seal(params (string Name, HostTensor Tensor)[] tensors) => CheckpointSeal.Of(tensors.ToDictionary(entry => entry.Name, entry => entry.Tensor), Metadata);
        HostTensor one = new([1], [1]), two = new([2], [1, 2]);
        Assert.Equal(Seal(("a", one), ("b", two)), Seal(("b", two), ("a", one)));
        string[] seals =
        [
            Seal(("a", one), ("b", two)), Seal(("b", one), ("a", two)), Seal(("ab", one), ("c", two)), Seal(("a", one), ("bc", two)),
            Seal(("a", two)), Seal(("a", new([2, 1], [1, 2]))), Seal(("a", new([1, 2], [1, 2]))), Seal(("a", new([2], [1, -2]))), Seal(),
        ];
        Assert.Distinct(seals);
    }

    [Fact]
    public void Values_are_hashed_where_they_lie()
    {
        var tensors = new Dictionary<string, HostTensor> { ["x"] = new([1 << 20], new float[1 << 20]) };
        CheckpointSeal.Of(tensors, Metadata);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointSeal.Of(tensors, Metadata);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    [Fact]
    public void The_file_before_is_kept_under_its_own_name()
    {
        string previous = Path.Combine(folder, "previous.safetensors");
        CheckpointSeal.Write(Name, Tensors, Metadata, previous);
        Assert.False(File.Exists(previous));
        byte[] first = File.ReadAllBytes(Name);
        CheckpointSeal.Write(Name, Tensors, new Dictionary<string, string>(), previous);
        Assert.Equal(first, File.ReadAllBytes(previous));
        Assert.NotEqual(first, File.ReadAllBytes(Name));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_write_that_fails_after_any_number_of_bytes_moves_neither_file()
    {
        string previous = Path.Combine(folder, "previous.safetensors");
        File.WriteAllText(Name, "newest");
        File.WriteAllText(previous, "older");
        foreach (int length in (int[])[0, 1, 65536, 200_000])
        {
            Assert.Throws<IOException>(() => AtomicFile.Write(Name, stream => Fail(stream, length), previous));
            Assert.Equal(("newest", "older"), (File.ReadAllText(Name), File.ReadAllText(previous)));
            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }
    }

    private static void Fail(Stream stream, int length)
    {
        stream.Write(new byte[length]);
        throw new IOException("no space");
    }

    private bool IsRefused(byte[] bytes)
    {
        File.WriteAllBytes(Name, bytes);
        try
        {
            CheckpointSeal.Read(Name);
            return false;
        }
        catch (CheckpointException exception)
        {
            Assert.StartsWith(Name, exception.Message, StringComparison.Ordinal);
            return true;
        }
    }
}
