namespace Apical.Exchange.Images;

/// <summary>Some of the images, numbered anew.</summary>
/// <param name="all">All of them.</param>
/// <param name="numbers">Which.</param>
internal sealed class ImagePart(DecodedImages all, int[] numbers) : IPixels
{
    public ArraySegment<byte> Of(int number) => all.Of(numbers[number]);

    public void Expect(ReadOnlySpan<int> some)
    {
        Span<int> own = some.Length <= 1024 ? stackalloc int[some.Length] : new int[some.Length];
        for (int i = 0; i < some.Length; i++)
        {
            own[i] = numbers[some[i]];
        }

        all.Expect(own);
    }
}
