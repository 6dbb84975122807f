using System.Buffers.Binary;
using System.IO.Compression;
using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

/// <summary>Files made to mislead are refused in one line that names them, before time or memory is spent; no PyTorch is needed.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    private string Name => Path.Combine(folder, "weights.pth");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_crafted_archive_that_is_sound_is_read()
    {
        new CraftedPickle().Then("}").Text("w").Tensor(0, "K\u0002K\u0002", "K\u0001K\u0002").Then("s").Write(Name, Floats(1, 2, 3, 4));
        Assert.Equal([1f, 3, 2, 4], CheckpointFile.ReadStateDict(Name)["w"].Values);
    }

    [Fact]
    public void Counts_sizes_strides_and_offsets_may_be_long_numbers_of_any_width()
    {
        string Long(int number, int bytes = 8) => $"\u008a{(char)bytes}{(char)number}{new string('\0', bytes - 1)}";
        new CraftedPickle().Then("}").Text("w").Then("ctorch._utils\n_rebuild_tensor_v2\n((").Text("storage").Then("ctorch\nFloatStorage\n").Text("0").Text("cpu")
            .Then($"{Long(4)}tQ\u008b\u0001\0\0\0\u0001({Long(2, 1)}t({Long(2)}t\u0089NtRs").Write(Name, Floats(1, 2, 3, 4));
        Assert.Equal([2f, 4], CheckpointFile.ReadStateDict(Name)["w"].Values);
    }

    [Theory]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f")]
    [InlineData("\0\0\0\0\0\0\0\u0020")]
    public void A_storage_of_more_elements_than_a_file_can_have_is_refused(string count)
    {
        new CraftedPickle().Then("}").Text("w").Then("ctorch._utils\n_rebuild_tensor_v2\n((").Text("storage").Then("ctorch\nFloatStorage\n").Text("0").Text("cpu")
            .Then($"\u008a\u0008{count}tQK\0(K\u0004t(K\u0001t\u0089NtRs").Write(Name, new byte[16]);
        Assert.Contains("but has 16", Refused(Name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cos\nsystem\n", "os.system")]
    [InlineData("cbuiltins\neval\n", "builtins.eval")]
    [InlineData("(iposix\nsystem\n", "posix.system")]
    [InlineData("cargparse\nNamespace\n)o", "mark")]
    [InlineData("(cargparse\nNamespace\no", "argparse.Namespace")]
    [InlineData("ccollections\nOrderedDict\n)\u0081", "collections.OrderedDict")]
    [InlineData("ctorch\nFloatStorage\n)R", "torch.FloatStorage")]
    [InlineData("K\u0001)R", "a plain value")]
    [InlineData("}}b", "state for a plain value")]
    [InlineData("cargparse\nNamespace\n)\u0081K\u0001b", "state for argparse.Namespace")]
    [InlineData("Pname\n", "0x50")]
    [InlineData("\u0082\u0001", "0x82")]
    [InlineData("X\u0003\u0000\u0000\u0000abcX\u0001\u0000\u0000\u0000d\u0093", "abc.d")]
    [InlineData("(K\u0001K\u0002tQ", "reference")]
    [InlineData("h\u0007", "recalls")]
    [InlineData("(K\u0001", "no tensors")]
    [InlineData("t", "mark")]
    [InlineData("0", "no value|none")]
    [InlineData("}K\u0001u", "mark")]
    [InlineData("](K\u0001K\u0001u", "dictionary")]
    [InlineData("}(K\u0001u", "key without a value")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f", "claims 2147483647 bytes")]
    [InlineData("\u008d\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0010", "claims 1152921504606846976 bytes")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f", "claims 2147483647 bytes")]
    [InlineData("\u0080\u0009", "protocol 9")]
    [InlineData("]q\u0000h\u0000a", "too deeply")]
    public void What_a_pickle_may_not_hold_is_refused_by_name(string operations, string found)
    {
        string message = Refused(new CraftedPickle().Then(operations).Write(Name, null));
        Assert.Contains(found.Split('|'), word => message.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "K\u0005", "K\u0001")]
    [InlineData(1, "K\u0004", "K\u0001")]
    [InlineData(0, "K\u0002K\u0002", "K\u0004K\u0001")]
    [InlineData(9, "", "")]
    [InlineData(0, "K\u0004", "")]
    [InlineData(0, "J\u00ff\u00ff\u00ff\u00ff", "K\u0001")]
    [InlineData(0, "K\u0002", "J\u00ff\u00ff\u00ff\u00ff")]
    [InlineData(0, "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "K\u0000")]
    [InlineData(0, "J\u0000\u0000\u0000\u0040J\u0000\u0000\u0000\u0040J\u0000\u0000\u0000\u0040", "K\u0000K\u0000K\u0000")]
    [InlineData(0, "J\u0000\u0000\u0000\u0008", "K\u0000")]
    public void A_view_that_reaches_outside_of_its_storage_or_repeats_it_without_measure_is_refused(int offset, string sizes, string strides)
    {
        string message = Refused(new CraftedPickle().Then("}").Text("w").Tensor(offset, sizes, strides).Then("s").Write(Name, new byte[16]));
        Assert.Contains(new[] { "outside of its storage", "dimensions", "no counts", "again and again", "without measure" }, word => message.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Tensors_that_repeat_a_storage_without_measure_all_together_are_refused_and_shared_weights_are_read()
    {
        // Each of these views is small; twenty fill the memory.
        CraftedPickle pickle = new CraftedPickle().Then("}(").Text("a").Tensor(0, "J\u0000\u0000\u0000\u0001", "K\u0000").Then("q\u0000");
        for (int i = 0; i < 20; i++) pickle.Text($"b{i}").Then("h\u0000");
        Assert.Contains("again and again", Refused(pickle.Then("u").Write(Name, new byte[16])), StringComparison.Ordinal);
        pickle = new CraftedPickle().Then("}(").Text("a").Tensor(0, "K\u0004", "K\u0001").Then("q\u0000");
        for (int i = 0; i < 12; i++) pickle.Text($"b{i}").Then("h\u0000");
        Assert.Equal(13, CheckpointFile.ReadStateDict(pickle.Then("u").Write(Name, new byte[16])).Count);
    }

    [Fact]
    public void Views_that_inflate_a_compressed_storage_again_and_again_are_refused()
    {
        const string Last = "J\u00ff\u00ff\u00ff\u0000";
        CraftedPickle pickle = new CraftedPickle().Then("}(").Text("a").Then("ctorch._utils\n_rebuild_tensor_v2\n((").Text("storage").Then("ctorch\nByteStorage\n").Text("0").Text("cpu")
            .Then($"J\0\0\0\u0001tQ{Last}(K\u0001t(K\u0001t\u0089NtRq\u0000");
        for (int i = 0; i < 20; i++) pickle.Text($"b{i}").Then("h\u0000");
        Assert.Contains("again and again", Refused(pickle.Then("u").Write(Name, new byte[1 << 24], CompressionLevel.Fastest)), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_endless_letters_from_few_bytes_are_refused()
    {
        CraftedPickle pickle = new CraftedPickle().Then("}q\u0001(").Text("w").Tensor(0, "K\u0001", "K\u0001").Then("q\u0000");
        for (int i = 0; i < 300; i++) pickle.Text($"{i}").Then("h\u0000");
        pickle.Then("u0}(");
        for (int i = 0; i < 300; i++) pickle.Text(new string('k', 900) + i).Then("h\u0001");
        Assert.Contains("letters", Refused(pickle.Then("u").Write(Name, new byte[16])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_stored_negated_is_refused()
    {
        CraftedPickle pickle = new CraftedPickle().Then("}").Text("w").Then("ctorch._utils\n_rebuild_tensor_v2\n((").Text("storage").Then("ctorch\nFloatStorage\n").Text("0").Text("cpu")
            .Then("K\u0004tQK\0(K\u0004t(K\u0001t\u0089N}").Text("neg").Then("\u0088stRs");
        Assert.Contains("negated", Refused(pickle.Write(Name, new byte[16])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_and_a_device_are_refused_before_they_are_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/mkfifo"), "this system has no mkfifo");
        using (var make = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [Name])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        string link = Path.Combine(folder, "link.pth");
        File.CreateSymbolicLink(link, Name);
        foreach (string path in new[] { Name, link, "/dev/zero" })
        {
            string message = await Task.Run(() => Refused(path), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Contains("pipe or device", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pipe_that_stands_in_for_a_file_is_refused()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "this system has no /proc");
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In);
        Assert.Contains("pipe or device", Refused($"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_an_error_of_one_line(string path)
        => Assert.DoesNotContain('\n', Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path)).Message);

    [Fact]
    public void A_header_whose_length_begins_as_a_web_page_or_pickle_does_is_safetensors()
    {
        const string Header = """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        foreach (int length in new[] { 0x3c, 0x280 })
        {
            File.WriteAllBytes(Name, [.. BitConverter.GetBytes((long)length), .. System.Text.Encoding.UTF8.GetBytes(Header.PadRight(length)), .. Floats(7)]);
            Assert.Equal([7f], CheckpointFile.ReadStateDict(Name)["w"].Values);
        }
    }

    [Fact]
    public void A_missing_or_short_record_is_refused_with_the_tensors_name()
    {
        CraftedPickle pickle = new CraftedPickle().Then("}").Text("w").Tensor(0, "K\u0004", "K\u0001").Then("s");
        Assert.Contains("no record for storage '0'", Refused(pickle.Write(Name, null)), StringComparison.Ordinal);
        Assert.Contains("'w' should have 16 bytes but has 15", Refused(pickle.Write(Name, new byte[15])), StringComparison.Ordinal);
        Assert.Contains("big-endian", Refused(pickle.Write(Name, new byte[16], byteOrder: "big")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_inflates_to_more_than_its_tensors_have_is_refused_before_it_is_inflated()
    {
        new CraftedPickle().Then("}").Text("w").Tensor(0, "K\u0004", "K\u0001").Then("s").Write(Name, new byte[64 << 20], CompressionLevel.Fastest);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("inflate to 67108864 bytes", Refused(Name), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void A_compressed_archive_whose_sizes_are_true_is_read()
    {
        new CraftedPickle().Then("}").Text("w").Tensor(1, "K\u0003", "K\u0001").Then("s").Write(Name, Floats(1, 2, 3, 4), CompressionLevel.Optimal);
        Assert.Equal([2f, 3, 4], CheckpointFile.ReadStateDict(Name)["w"].Values);
    }

    [Fact]
    public void Dictionaries_that_hold_each_other_again_and_again_end_in_an_error()
    {
        // Each level names the one below ten times: 10^30 tensors from a few hundred bytes.
        CraftedPickle pickle = new CraftedPickle().Then("}q\u0000").Text("w").Tensor(0, "K\u0001", "K\u0001").Then("s");
        for (int level = 1; level <= 30; level++)
        {
            pickle.Then($"}}q{(char)level}(");
            for (int i = 0; i < 10; i++) pickle.Then($"K{(char)i}h{(char)(level - 1)}");
            pickle.Then("u");
        }

        Assert.Contains("letters", Refused(pickle.Write(Name, new byte[16])), StringComparison.Ordinal);
        pickle = new CraftedPickle().Then("}q\u0000").Text("model").Then("h\u0000s").Text("w").Tensor(0, "K\u0001", "K\u0001").Then("s");
        Assert.Contains("too deeply", Refused(pickle.Write(Name, new byte[16])), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_a_hundred_thousand_deep_ends_in_an_error()
        => Refused(new CraftedPickle().Then(string.Concat(Enumerable.Repeat("]", 100_000)) + string.Concat(Enumerable.Repeat("a", 99_999))).Write(Name, null));

    [Fact]
    public void A_header_that_claims_more_than_there_is_takes_no_memory()
    {
        byte[] file = new byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(file, 1L << 60);
        File.WriteAllBytes(Name, file);
        Assert.Contains("header claims 1152921504606846976", Refused(Name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[3,7]}}""", "'a' and 'b' share bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "share bytes")]
    public void Safetensors_whose_tensors_share_bytes_are_damaged(string header, string found)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(Name, [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[8]]);
        Assert.Contains(found, Refused(Name), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_archives_pickles_and_folders_are_named()
    {
        using (ZipArchive archive = ZipFile.Open(Name, ZipArchiveMode.Create)) archive.CreateEntry("readme.txt").Open().Dispose();
        Assert.Contains("neither PyTorch's nor NumPy's", Refused(Name), StringComparison.Ordinal);
        File.WriteAllBytes(Name, [0x80, 2, (byte)'N', (byte)'.']);
        Assert.Contains("not one of torch.save", Refused(Name), StringComparison.Ordinal);
        File.WriteAllBytes(Name, [0x80, 2, .. "cos\nsystem\n."u8]);
        Assert.Contains("os.system", Refused(Name), StringComparison.Ordinal);
        File.WriteAllText(Name, "version https://git-lfs.github.com/spec/v1");
        Assert.Contains("git lfs pull", Refused(Name), StringComparison.Ordinal);
        File.WriteAllText(Name, "<!DOCTYPE html>");
        Assert.Contains("web page", Refused(Name), StringComparison.Ordinal);
        File.WriteAllBytes(Name, []);
        Refused(Name);
        Refused(folder);
        Refused(Path.Combine(folder, "none.pth"));
    }

    private static string Refused(string path)
    {
        string message = Assert.Throws<CheckpointException>(() => CheckpointFile.ReadStateDict(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static byte[] Floats(params float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
