using System.Net;
using System.Net.Sockets;

namespace Omnibus.Sqlite;

/// <summary>
/// Rings the other processes of a bus file that sleep, with one datagram to a port of the loopback address, and hears when they ring. It
/// only makes waking sooner: a lost ring costs one interval of looking. Safe for concurrent calls.
/// </summary>
internal sealed class Doorbell : IDisposable
{
    private static readonly byte[] s_ring = [1];

    private readonly SleepSlots _slots;
    private readonly Socket _sender = Datagrams();
    private readonly byte[] _rung = new byte[16];
    private readonly Target?[] _targets = new Target?[SleepSlots.Count];
    private Socket? _listener;
    private int _slot = -1;

    /// <summary>Makes ringing possible.</summary>
    /// <exception cref="IOException">The file of the slots cannot be had.</exception>
    public Doorbell(string path) => _slots = new SleepSlots(path);

    /// <summary>
    /// Makes it possible to be rung: takes the first slot whose port nobody listens on. Its process has ended, however it ended; being able to
    /// listen there is the proof. Two processes must not do this at once: hold the file's write lock.
    /// </summary>
    /// <exception cref="IOException">All slots are taken.</exception>
    /// <exception cref="SocketException">The loopback address cannot be used.</exception>
    public void Listen()
    {
        for (var slot = 0; slot < SleepSlots.Count; slot++)
        {
            var socket = Datagrams();
            try
            {
                socket.ExclusiveAddressUse = true;
                socket.Bind(new IPEndPoint(IPAddress.Loopback, _slots.Port(slot)));
                _slots.SetSleeps(slot, false);
                _slots.SetPort(slot, ((IPEndPoint)socket.LocalEndPoint!).Port);
                _slots.Used = Math.Max(_slots.Used, slot + 1);
                _slot = slot;
                _listener = socket;
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new IOException($"All {SleepSlots.Count} places for doorbells are taken.");
    }

    /// <summary>
    /// Blocks until another process rings, at most for that time; false where none did. One thread at a time, after <see cref="Listen"/>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The doorbell is gone.</exception>
    public bool Wait(TimeSpan atMost)
    {
        var listener = _listener!;
        if (!listener.Poll(atMost, SelectMode.SelectRead))
        {
            return false;
        }

        try
        {
            listener.Receive(_rung);
        }
        catch (SocketException)
        {
            // Windows reports here that somebody whom we rang has ended.
        }

        return true;
    }

    /// <summary>From now on this process is rung once, until it says so again.</summary>
    public void Sleep()
    {
        if (_slot >= 0)
        {
            _slots.SetSleeps(_slot, true);

            // The flag must be seen before the look at the file that follows: who commits after that look sees the flag.
            Interlocked.MemoryBarrier();
        }
    }

    /// <summary>Rings every other process that sleeps. Never blocks.</summary>
    public void Ring()
    {
        Interlocked.MemoryBarrier();
        var used = _slots.Used;
        for (var slot = 0; slot < used; slot++)
        {
            if (_slots.Sleeps(slot) && slot != _slot)
            {
                _slots.SetSleeps(slot, false);
                Send(slot);
            }
        }
    }

    public void Dispose()
    {
        if (_slot >= 0)
        {
            _slots.SetSleeps(_slot, false);
            _slots.SetPort(_slot, 0);
        }

        _listener?.Dispose();
        _sender.Dispose();
        _slots.Dispose();
    }

    private void Send(int slot)
    {
        var port = _slots.Port(slot);
        if (port == 0)
        {
            return;
        }

        if (_targets[slot] is not { } target || target.Port != port)
        {
            target = new Target(port, new IPEndPoint(IPAddress.Loopback, port).Serialize());
            _targets[slot] = target;
        }

        try
        {
            _sender.SendTo(s_ring, SocketFlags.None, target.Address);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Full, closed or refused: the other side looks by itself.
        }
    }

    private static Socket Datagrams() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };

    private sealed record Target(int Port, SocketAddress Address);
}
