using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

/// <summary>What is found, and listed as not found, in what training scripts save; made by hand.</summary>
public sealed class StateDictSearchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    private string Name => Path.Combine(folder, "weights.pth");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_entry_is_a_tensor_or_is_listed()
    {
        CraftedPickle pickle = new CraftedPickle().Then("}(");
        Whole(pickle.Text("w"));
        Whole(pickle.Text("lists").Then("](]("));
        pickle.Then("ee(K\u0001K\u0002t");
        Whole(pickle);
        pickle.Text("array").Then("cnumpy.core.multiarray\n_reconstruct\n)R").Text("epoch").Then("K\u0003").Text("betas").Then("]K\u0001a").Text("optimizer").Then("}u");
        using CheckpointFile file = CheckpointFile.Open(pickle.Write(Name, new byte[16]));
        Assert.Equal(["w", "lists.0.0"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(["(a key that is no text)", "array", "epoch", "betas", "optimizer"], file.PassedOver);
    }

    [Fact]
    public void A_flat_and_a_nested_name_that_are_alike_are_an_error()
    {
        CraftedPickle pickle = new CraftedPickle().Then("}(").Text("a").Then("}").Text("b");
        Whole(pickle);
        Whole(pickle.Then("s").Text("a.b"));
        pickle.Then("u").Write(Name, new byte[16]);
        Assert.Contains("'a.b'", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_count_of_an_averaged_model_hides_no_prefix_and_is_no_weight()
    {
        CraftedPickle pickle = new CraftedPickle().Then("}(").Text("n_averaged").Tensor(0, "", "");
        Whole(pickle.Text("module.w"));
        using (CheckpointFile file = CheckpointFile.Open(pickle.Then("u").Write(Name, new byte[16])))
        {
            Assert.Equal("module.", file.Prefix);
            Assert.Equal(["w"], file.StateDict().Keys);
            Assert.Equal(2, file.Tensors.Count);
        }

        pickle = new CraftedPickle().Then("}(").Text("n_averaged").Tensor(0, "", "");
        Whole(pickle.Text("w"));
        Assert.Equal(["n_averaged", "w"], CheckpointFile.ReadStateDict(pickle.Then("u").Write(Name, new byte[16])).Keys);
    }

    private static void Whole(CraftedPickle pickle) => pickle.Tensor(0, "K\u0004", "K\u0001");
}
