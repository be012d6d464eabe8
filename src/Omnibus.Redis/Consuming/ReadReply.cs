using RESPite.Messages;

namespace Omnibus.Redis.Consuming;

/// <summary>The reply to a <see cref="ReadCommand{TStream}"/>, stream by stream and entry by entry.</summary>
internal ref struct ReadReply<TStream>
    where TStream : StreamCursor
{
    private readonly ReadCommand<TStream> _command;
    private readonly bool _map;
    private readonly int _streams;
    private int _stream;
    private int _entries;
    private int _found;
    private int _asked;

    /// <summary>Stands on the entry after <see cref="NextEntry"/>; whoever reads it moves to its end.</summary>
    public RespReader Reader;

    public ReadReply(RespReader reader, ReadCommand<TStream> command)
    {
        Reader = reader;
        Bytes = reader.ProtocolBytesRemaining;
        _command = command;
        _map = reader.Prefix == RespPrefix.Map;
        _streams = _map ? reader.AggregateLength() / 2 : reader.AggregateLength();
    }

    /// <summary>At least the length of everything in it.</summary>
    public long Bytes { get; }

    /// <summary>The next stream that it has entries of, with its turn when it was asked for. False: that was the last one.</summary>
    public bool NextStream(out TStream stream, out int turn)
    {
        if (_stream++ == _streams)
        {
            (stream, turn) = (null!, 0);
            return false;
        }

        if (!_map)
        {
            Reader.MoveNextAggregate();
        }

        Reader.MoveNextScalar();
        while (!Reader.Is(_command.Asked[_asked].Stream.KeyBytes))
        {
            _asked++;
        }

        (stream, turn) = _command.Asked[_asked];
        Reader.MoveNextAggregate();
        _entries = Reader.AggregateLength();
        _found += _entries;
        return true;
    }

    /// <summary>Moves to the next entry of the stream; false where there is none.</summary>
    public bool NextEntry()
    {
        if (_entries-- == 0)
        {
            return false;
        }

        Reader.MoveNextAggregate();
        return true;
    }

    /// <summary>Lets the command learn from it how much to ask for.</summary>
    public readonly void Teach() => _command.Learn(_streams, _found, Bytes);
}
