namespace Apical.Tests.Networks;

/// <summary>Near misses in the words for a network are told piece by piece.</summary>
public sealed class LayerTextTests
{
    [Theory]
    [InlineData("10:max2", "a fully connected layer has no maps for ':max2': that goes with conv96@5x5 or local6@6x6.")]
    [InlineData("10/2", "a fully connected layer has no maps for '/2'")]
    [InlineData("10+same", "a fully connected layer has no maps for '+same'")]
    [InlineData("conv4@3×3", "write conv4@3x3.")]
    [InlineData("CONV4@3X3:Max2", "write conv4@3x3:max2.")]
    [InlineData("conv 4@3*3", "write conv4@3x3.")]
    [InlineData("conv4@3x3/0", "'0' will not do for pixels from one patch to the next (the stride): give a whole number from 1 to 2147483647.")]
    [InlineData("conv4@3x3/", "'' will not do for pixels from one patch to the next")]
    [InlineData("conv4@3x3/two", "'two' will not do for pixels from one patch to the next")]
    [InlineData("conv0@3x3", "'0' will not do for maps")]
    [InlineData("conv99999999999@3x3", "'99999999999' will not do for maps")]
    [InlineData("conv4@0x3", "'0' will not do for rows of a patch")]
    [InlineData("conv4@3x0", "'0' will not do for columns of a patch")]
    [InlineData("conv4@5", "a patch has rows and columns, joined by x: write conv4@5x5 for 5×5, in the place of '@5'.")]
    [InlineData("4@5", "write 4@5x5 for 5×5")]
    [InlineData("conv4", "the patch that a unit sees is missing: write conv4@5x5 for one of 5×5.")]
    [InlineData("conv@5x5", "the number of maps is missing: write conv96@5x5 for 96.")]
    [InlineData("conv", "the number of maps is missing: write conv96@5x5 for 96.")]
    [InlineData("cnv4@3x3", "'cnv' is no kind of layer; did you mean 'conv'?")]
    [InlineData("pool2", "'pool' is no kind of layer. There are conv96@5x5, a convolution, and local6@6x6, which shares no weights.")]
    [InlineData("conv4@3x3+valid", "'+valid' is not known; +same lets patches reach over the edge")]
    [InlineData("conv4@3x3:avg2", "':avg2' is no pooling; there are :max2, the largest of 2×2 units")]
    [InlineData("conv4@3x3:max", "':max' does not say of how many units")]
    [InlineData("conv4@3x3:max0", "'0' will not do for rows and columns to pool")]
    [InlineData("conv4@3x3:max2/0", "'0' will not do for units from one pool to the next")]
    [InlineData("conv4@3x3:max2+same", "'+same' stands before the pooling: …+same:max2.")]
    [InlineData("conv4@30x30", "a patch of 30×30 does not fit into the 28×28 below.")]
    [InlineData("3x28x28", "the sizes of an image stand first, for the input.")]
    [InlineData("0", "'0' will not do for units")]
    public void A_layer_that_is_none_says_what_is_wrong_in_it(string layer, string complaint)
    {
        string message = Assert.Throws<ArgumentException>(() => NetworkSpec.Parse($"784-{layer}-10")).Message;
        Assert.StartsWith($"'784-{layer}-10' is not a network: '{layer}' stands for layer 1, and ", message, StringComparison.Ordinal);
        Assert.Contains(complaint, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("28×28", "write 28x28.")]
    [InlineData("3X32X32", "write 3x32x32.")]
    [InlineData("0", "that is no number of inputs")]
    public void So_does_an_input(string input, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<ArgumentException>(() => NetworkSpec.Parse($"{input}-10")).Message, StringComparison.Ordinal);

    [Fact]
    public void Blanks_about_a_number_of_units_are_not_minded() => Assert.Equal([784, 20, 10], NetworkSpec.Parse("784 - 20 - 10").Widths);
}
