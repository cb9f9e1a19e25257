using System.Net;
using System.Net.Sockets;

namespace Heldspace.Local.FunctionsHost;

/// <summary>Loopback ports that nothing listens on.</summary>
public static class FreePorts
{
    /// <summary>Below the range from which systems take ports for outgoing connections, so that none of those takes one before it is used.</summary>
    private const int First = 20_000;

    private const int Count = 12_000;

    private static readonly Lock Gate = new();

    /// <summary>Where to look next. Processes that look at the same time start at different places.</summary>
    private static int next = (int)((uint)Environment.ProcessId * 97 % Count);

    /// <summary>Takes ports that are free now and that no other call in this process was given.</summary>
    public static int[] Take(int count)
    {
        lock (Gate)
        {
            var taken = new List<int>();
            for (var tried = 0; taken.Count < count && tried < Count; tried++)
            {
                var port = First + next;
                next = (next + 1) % Count;
                if (IsFree(port))
                {
                    taken.Add(port);
                }
            }

            return taken.Count == count ? [.. taken] : throw new InvalidOperationException($"Fewer than {count} ports are free on 127.0.0.1.");
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
