using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Apical.Tests.Data;

/// <summary>An HTTP server on the loopback interface that misbehaves as told. One request a connection.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<long?, Answer> _answer;
    private readonly Task _serving;

    /// <param name="answer">From the first byte of the range asked for (null when all is asked for) to what is sent.</param>
    public LoopbackServer(Func<long?, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}/");
        _serving = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>First bytes asked for, request by request; null for a whole file.</summary>
    public List<long?> Requests { get; } = [];

    /// <summary>For which version of the file a range was asked for, request by request; null for any.</summary>
    public List<string?> Versions { get; } = [];

    /// <summary>A server that does what a good one does with <paramref name="file"/>.</summary>
    public static LoopbackServer Good(byte[] file) => new(from => Answer.Of(file, from));

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        try
        {
            _serving.Wait(TestContext.Current.CancellationToken);
        }
        catch (AggregateException)
        {
            // the accept that was cut off
        }

        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                open.Add(ServeAsync(client));
            }
        }
        finally
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream());
            }
            catch (IOException)
            {
                // the client hung up, as it may
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        long? from = null;
        string? version = null;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
            {
                from = long.Parse(line["Range: bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase))
            {
                version = line["If-Range: ".Length..];
            }
        }

        lock (Requests)
        {
            Requests.Add(from);
            Versions.Add(version);
        }

        Answer answer = _answer(from);
        string length = answer.SaysLength ? $"Content-Length: {answer.Body.Length}\r\n" : "";
        string head = $"HTTP/1.1 {answer.Status} {answer.Reason}\r\nConnection: close\r\n{length}{answer.Headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        ReadOnlyMemory<byte> body = answer.Body.AsMemory(0, answer.Sent ?? answer.Body.Length);
        for (int at = 0; answer.Pause is { } pause && at < body.Length; at++)
        {
            await stream.WriteAsync(body.Slice(at, 1), _stop.Token);
            await Task.Delay(pause, _stop.Token);
        }

        await stream.WriteAsync(answer.Pause is null ? body : default, _stop.Token);
        await stream.FlushAsync(_stop.Token);
        if (answer.Hangs)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }
}
