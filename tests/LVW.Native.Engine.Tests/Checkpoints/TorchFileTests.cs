using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

/// <summary>Files that PyTorch and NumPy wrote, read bit for bit, written back and read by them; hostile ones refused; damaged ones survived.</summary>
public sealed class TorchFileTests(TorchFiles files) : IClassFixture<TorchFiles>
{
    public static TheoryData<string> Names => [.. Both("types", "nested", "model", "unconventional", "one", "protocol3", "protocol4", "protocol5"), "arrays.npz", "compressed.npz", "single.npy"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Tensors_are_read_bit_for_bit_whatever_their_type_view_and_nesting(string name)
    {
        using CheckpointFile file = CheckpointFile.Open(files.Require(name));
        Assert.Equal(files.Expected[name].Keys, file.Tensors.Select(tensor => tensor.Name));
        Assert.All(file.Tensors, tensor => Assert.Equal(files.Expected[name][tensor.Name], StoredTensor.Of(tensor)));
    }

    [Theory]
    [InlineData("types.pth", CheckpointFormat.PyTorchZip)]
    [InlineData("types-legacy.pth", CheckpointFormat.PyTorchLegacy)]
    [InlineData("compressed.npz", CheckpointFormat.NumPyArchive)]
    [InlineData("single.npy", CheckpointFormat.NumPyArray)]
    public void A_format_is_told_by_the_content_and_not_by_the_name(string name, CheckpointFormat format)
    {
        string copy = files.Require(name) + ".copy.safetensors";
        File.Copy(files.Require(name), copy, overwrite: true);
        using CheckpointFile file = CheckpointFile.Open(copy);
        Assert.Equal(format, file.Format);
    }

    [Theory]
    [InlineData("nested.pth")]
    [InlineData("nested-legacy.pth")]
    public void What_lies_beside_the_weights_is_passed_over_and_the_prefix_of_DataParallel_taken_off(string name)
    {
        using CheckpointFile file = CheckpointFile.Open(files.Require(name));
        Assert.Contains("optimizer", file.PassedOver);
        Assert.Contains("best_prec1", file.PassedOver);
        Assert.Equal("module.", file.Prefix);
        Assert.Equal(file.Tensors.Select(tensor => tensor.Name["module.".Length..]), file.StateDict().Keys);
        Assert.Equal([4, 3, 3, 3], CheckpointFile.ReadStateDict(file.Path)["0.weight"].Shape);
    }

    [Fact]
    public void Round_trips_through_all_formats_keep_every_bit_and_PyTorch_and_NumPy_read_them()
    {
        string source = files.Require("types.pth");
        string[] chain = [.. new[] { "a.safetensors", "b.pth", "c.safetensors", "d.npz", "e.pth" }.Select(files.Require)];
        string from = source;
        var metadata = new Dictionary<string, string> { ["note"] = "kept" };
        var lost = new List<string>();
        foreach (string to in chain)
        {
            using CheckpointFile file = CheckpointFile.Open(from);
            lost.AddRange(CheckpointWriter.Write(to, file.Tensors, to.EndsWith("a.safetensors", StringComparison.Ordinal) ? metadata : file.Metadata));
            from = to;
        }

        Dictionary<string, StoredTensor> expected = files.Expected["types.pth"];
        foreach ((string name, Dictionary<string, StoredTensor> found) in files.Read(chain))
        {
            Assert.Equal(expected.Keys, found.Keys);

            // The archive of NumPy's widens bfloat16, and so does what is made of it.
            Assert.All(found, entry => Assert.Equal(name[0] >= 'd' ? Widened(expected[entry.Key]) : expected[entry.Key], entry.Value));
        }

        Assert.Equal(2, lost.Count);
        Assert.Contains("metadata", lost[0], StringComparison.Ordinal);
        Assert.Contains("2 tensors were widened", lost[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hostile", "posix.system")]
    [InlineData("whole", "torch.nn.modules.container.Sequential")]
    [InlineData("nothing", "no tensors")]
    public void Pickles_that_would_run_code_are_refused_by_name_and_nothing_is_run(string name, string found)
    {
        foreach (string file in Both(name))
        {
            string path = files.Require(file);
            string message = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path)).Message;
            Assert.StartsWith(path, message, StringComparison.Ordinal);
            Assert.Contains(found, message, StringComparison.Ordinal);
            Assert.Contains("state_dict()", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }

        Assert.False(File.Exists(files.Require("marker")));
    }

    [Theory]
    [InlineData("types.pth")]
    [InlineData("types-legacy.pth")]
    [InlineData("compressed.npz")]
    public void Every_cut_of_a_file_is_an_error_that_names_it(string name)
    {
        byte[] whole = File.ReadAllBytes(files.Require(name));
        string path = files.Require("cut");
        for (int length = 0; length < whole.Length; length += 13)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.StartsWith(path, Assert.Throws<CheckpointException>(() => ReadAll(path)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("types.pth", 600)]
    [InlineData("types-legacy.pth", 700)]
    [InlineData("nested-legacy.pth", 400)]
    [InlineData("nested.pth", 300)]
    [InlineData("compressed.npz", 300)]
    public void Damaged_bytes_change_values_or_raise_the_one_error_and_take_little_memory(string name, int rounds)
    {
        const long Most = 96 << 20;
        byte[] whole = File.ReadAllBytes(files.Require(name));
        string path = files.Require("damaged");
        var random = new Random(name.Length);
        int refused = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] file = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--) file[random.Next(file.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(path);
            }
            catch (CheckpointException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Most);
        }

        Assert.InRange(refused, rounds / 20, rounds);
    }

    private static void ReadAll(string path)
    {
        using CheckpointFile file = CheckpointFile.Open(path);
        foreach (RawTensor tensor in file.Tensors) tensor.Read(_ => { });
    }

    private static StoredTensor Widened(StoredTensor tensor) => tensor.Type != "BF16" ? tensor : tensor with
    {
        Type = "F32",
        Bytes = string.Concat(tensor.Bytes.Chunk(4).Select(half => "0000" + new string(half))),
    };

    private static string[] Both(params string[] names) => [.. names.SelectMany(name => new[] { name + ".pth", name + "-legacy.pth" })];
}
