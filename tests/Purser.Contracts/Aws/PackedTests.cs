using System.Text;
using Purser.Aws.Dynamo;

namespace Purser.Contracts.Aws;

public sealed class PackedTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(900)]
    [InlineData(256 * 1024)]
    public void What_is_packed_comes_out_again_and_is_packed_alike(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.Equal(bytes, Packed.Open(Packed.Of(bytes)));
        Assert.Equal(Packed.Of(bytes), Packed.Of(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000001")]
    [InlineData("7fffffff00")]
    [InlineData("ffffffff00")]
    [InlineData("000000050b0180")]
    public void What_was_not_packed_here_is_a_bug_and_takes_no_memory(string hex) =>
        Assert.Throws<BugException>(() => Packed.Open(Convert.FromHexString(hex)));

    [Fact]
    public void Words_take_a_third()
    {
        var text = string.Join(',', Enumerable.Range(0, 40).Select(number => $$"""{"role":"deckhand","ask":{{number}}}"""));
        Assert.InRange(Packed.Of(Encoding.UTF8.GetBytes(text)).Length, 1, text.Length / 3);
    }
}
