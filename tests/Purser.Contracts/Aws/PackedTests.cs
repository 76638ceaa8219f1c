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

    [Fact]
    public void Words_take_a_third()
    {
        var text = string.Join(',', Enumerable.Range(0, 40).Select(number => $$"""{"role":"deckhand","ask":{{number}}}"""));
        Assert.InRange(Packed.Of(Encoding.UTF8.GetBytes(text)).Length, 1, text.Length / 3);
    }
}
