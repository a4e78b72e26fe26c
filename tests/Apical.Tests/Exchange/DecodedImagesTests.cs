using System.Collections.Concurrent;
using Apical.Exchange.Images;

namespace Apical.Tests.Exchange;

public sealed class DecodedImagesTests
{
    [Fact]
    public void The_first_images_are_kept_up_to_the_memory_given()
    {
        var decoded = new List<int>();
        var images = new DecodedImages(number => Log(decoded, number), 10, cache: 350);
        for (int round = 0; round < 3; round++)
        {
            for (int number = 0; number < 5; number++)
            {
                Assert.Equal([.. Enumerable.Repeat((byte)number, 100)], images.Of(number));
            }
        }

        Assert.Equal([0, 1, 2, 3, 4, 3, 4, 3, 4], decoded);             // three of a hundred bytes fit into 350
    }

    [Fact]
    public void What_is_expected_is_decoded_by_another_thread_and_once()
    {
        using var done = new CountdownEvent(3);
        var threads = new ConcurrentBag<(int Number, int Thread)>();
        var images = new DecodedImages(number =>
        {
            threads.Add((number, Environment.CurrentManagedThreadId));
            done.Signal();
            return [(byte)number];
        }, 10, cache: 0);
        images.Expect([7, 2, 5]);
        Assert.True(done.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Equal([[7], [2], [5]], new[] { 7, 2, 5 }.Select(images.Of));
        Assert.Equal([2, 5, 7], threads.Select(one => one.Number).Order());
        Assert.DoesNotContain(threads, one => one.Thread == Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void An_image_that_cannot_be_decoded_is_an_error_for_who_asks_and_for_nobody_else()
    {
        var images = new DecodedImages(number => number == 3 ? throw new InvalidDataException("no") : [(byte)number], 10, cache: 100);
        images.Expect([3, 4, 5]);
        Assert.Equal([4], images.Of(4));
        Assert.Throws<InvalidDataException>(() => images.Of(3));
        Assert.Throws<InvalidDataException>(() => images.Of(3));
        Assert.Equal([5], images.Of(5));
    }

    /// <summary>Somebody who expects and never comes must not fill the memory, or keep others from reading ahead.</summary>
    [Fact]
    public void What_nobody_asks_for_is_forgotten()
    {
        var images = new ConcurrentBag<WeakReference>();
        var all = new DecodedImages(_ => Remembered(images, new byte[8_000_000]), 10_000, cache: 0);
        _ = all.Of(0);                                                  // so large are they
        for (int first = 0; first < 200; first += 20)
        {
            all.Expect([.. Enumerable.Range(first, 20)]);
            SpinWait.SpinUntil(() => all.IsIdle, TimeSpan.FromSeconds(30));
        }

        GC.Collect();
        Assert.True(images.Count > 100);
        Assert.InRange(images.Count(image => image.IsAlive), 1, 17);    // 128 MB are sixteen of these
        GC.KeepAlive(all);
    }

    private static byte[] Remembered(ConcurrentBag<WeakReference> images, byte[] image)
    {
        images.Add(new(image));
        return image;
    }

    [Fact]
    public void Many_threads_may_ask_and_expect_at_once()
    {
        var images = new DecodedImages(number => [(byte)number, (byte)(number >> 8)], 1000, cache: 600);
        Parallel.For(0, 8, thread =>
        {
            int[] order = new Rng((ulong)thread).Permutation(1000);
            for (int start = 0; start < 1000; start += 50)
            {
                images.Expect(order.AsSpan(start, 50));
                foreach (int number in order.AsSpan(start, 50))
                {
                    Assert.Equal([(byte)number, (byte)(number >> 8)], images.Of(number));
                }
            }
        });
    }

    private static byte[] Log(List<int> decoded, int number)
    {
        decoded.Add(number);
        return [.. Enumerable.Repeat((byte)number, 100)];
    }
}
