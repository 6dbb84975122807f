using System.Text;
using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

/// <summary>What newer and much older versions of PyTorch write than the one at hand, made by hand.</summary>
public sealed class OtherPyTorchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    private string Name => Path.Combine(folder, "weights.pth");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_untyped_storage_whose_tensor_tells_the_type_is_read()
    {
        CraftedPickle pickle = new CraftedPickle().Then("}").Text("w").Then("ctorch._utils\n_rebuild_tensor_v3\n((").Text("storage")
            .Then("ctorch.storage\nUntypedStorage\n").Text("0").Text("cpu").Then("K\u0008tQK\u0001(K\u0002t(K\u0001t\u0089Nctorch\nuint16\ntRs");
        using CheckpointFile file = CheckpointFile.Open(pickle.Write(Name, [1, 0, 2, 1, 255, 255, 9, 9]));
        RawTensor tensor = Assert.Single(file.Tensors);
        Assert.Equal(ElementType.U16, tensor.Type);
        Assert.Equal([258f, 65535], tensor.ToHostTensor().Values);
    }

    [Fact]
    public void A_type_that_cannot_be_read_is_named()
    {
        new CraftedPickle().Then("}").Text("w").Then("ctorch._utils\n_rebuild_tensor_v3\n((").Text("storage")
            .Then("ctorch.storage\nUntypedStorage\n").Text("0").Text("cpu").Then("K\u0008tQK\u0000(K\u0001t(K\u0001t\u0089Nctorch\ncomplex64\ntRs").Write(Name, new byte[8]);
        Assert.Contains("torch.complex64", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Python_2s_pairs_of_an_OrderedDict_and_its_short_strings_are_read()
    {
        CraftedPickle pickle = new CraftedPickle().Then("ccollections\nOrderedDict\n](](U\u0001w").Tensor(0, "K\u0004", "K\u0001").Then("ee\u0085R");
        Assert.Equal(["w"], CheckpointFile.ReadStateDict(pickle.Write(Name, new byte[16])).Keys);
    }

    [Fact]
    public void A_parameter_of_before_0_4_is_a_tensor_whose_hooks_are_dropped()
    {
        CraftedPickle pickle = new CraftedPickle().Then("}").Text("w").Then("ctorch.nn.parameter\nParameter\n").Tensor(0, "K\u0004", "K\u0001").Then("\u0085R\u0088\u0089ccollections\nOrderedDict\n)R\u0087bs");
        Assert.Equal([4], CheckpointFile.ReadStateDict(pickle.Write(Name, new byte[16]))["w"].Shape);
        new CraftedPickle().Then("}").Text("w").Tensor(0, "K\u0004", "K\u0001").Then("}bs").Write(Name, new byte[16]);
        Assert.Contains("state for a tensor", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_was_given_attributes_is_read_without_them()
    {
        const string Rebuild = "ctorch._tensor\n_rebuild_from_type_v2\n(";
        CraftedPickle pickle = new CraftedPickle().Then("}").Text("w").Then(Rebuild + "ctorch._utils\n_rebuild_parameter\nctorch.nn.parameter\nParameter\n")
            .Tensor(0, "K\u0004", "K\u0001").Then("\u0088N\u0087}tRs");
        Assert.Equal([4], CheckpointFile.ReadStateDict(pickle.Write(Name, new byte[16]))["w"].Shape);
        new CraftedPickle().Then("}").Text("w").Then(Rebuild + "ctorch\ndevice\nctorch\nTensor\n)}tRs").Write(Name, new byte[16]);
        Assert.Contains("odd arguments", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_a_storage_in_the_old_container_begins_at_its_own_start()
    {
        Write(part: ("K\u0001", "K\u0003"), count: 4);
        Assert.Equal([20f, 30], CheckpointFile.ReadStateDict(Name)["w"].Values);
        Write(part: ("K\u0002", "K\u0003"), count: 4);
        Assert.Contains("part of storage '0'", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Name)).Message, StringComparison.Ordinal);
        Write(part: ("K\u0001", "K\u0001"), count: 4);
        Assert.Contains("outside of its storage", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(1L << 60)]
    public void A_count_in_the_old_container_that_differs_from_the_pickles_is_damage(long count)
    {
        Write(part: ("K\u0000", "K\u0004"), count);
        Assert.Contains($"claims {count} elements", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_old_container_of_a_big_endian_machine_is_refused_with_the_remedy()
    {
        Write(part: ("K\u0000", "K\u0004"), count: 4, littleEndian: '\u0089');
        Assert.Contains("big-endian", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Name)).Message, StringComparison.Ordinal);
    }

    /// <summary>A storage of 10, 20, 30, 40 and a view of two elements of a part of it.</summary>
    private void Write((string Offset, string Count) part, long count, char littleEndian = '\u0088')
    {
        string pickles = "\u0080\u0002\u008a\u000a\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019."
            + "\u0080\u0002M\u00e9\u0003."
            + $"\u0080\u0002}}{Text("little_endian")}{littleEndian}s."
            + $"\u0080\u0002}}{Text("w")}ctorch._utils\n_rebuild_tensor_v2\n(({Text("storage")}ctorch\nFloatStorage\n{Text("0")}{Text("cpu")}K\u0004({Text("1")}{part.Offset}{part.Count}ttQ"
            + $"K\u0000(K\u0002t(K\u0001t\u0089NtRs.\u0080\u0002]{Text("0")}a.";
        byte[] values = [.. new[] { 10f, 20, 30, 40 }.SelectMany(BitConverter.GetBytes)];
        File.WriteAllBytes(Name, [.. Encoding.Latin1.GetBytes(pickles), .. BitConverter.GetBytes(count), .. values]);
    }

    private static string Text(string text) => $"X{(char)text.Length}\u0000\u0000\u0000{text}";
}
