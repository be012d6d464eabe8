using CsCheck;
using Omnibus.Consuming;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Consuming;

public sealed class WatermarkProperties
{
    private const int Capacity = 16;

    /// <summary>Steps of a run: deliver the next position after a gap, complete some open ticket, or advance.</summary>
    private static readonly Gen<(int Kind, int Value)[]> s_runs = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1000]).Array[0, 400];

    [Fact]
    public void The_watermark_agrees_with_a_naive_model_and_never_passes_unfinished_work() => s_runs.Sample(run =>
    {
        var watermark = new Watermark(Capacity);
        var model = new List<(long Ticket, Position Position, bool Done)>();
        var open = new List<long>();
        ulong next = 0;
        foreach (var (kind, value) in run)
        {
            if (kind == 0 && watermark.Room > 0)
            {
                next += (ulong)(1 + (value % 3));
                var position = new Position(0, next);
                var ticket = watermark.Track(position);
                model.Add((ticket, position, false));
                open.Add(ticket);
            }
            else if (kind == 1 && open.Count > 0)
            {
                var ticket = open[value % open.Count];
                open.Remove(ticket);
                watermark.Complete(ticket);
                model[model.FindIndex(entry => entry.Ticket == ticket)] = model.Find(entry => entry.Ticket == ticket) with { Done = true };
            }
            else if (kind == 2)
            {
                var finished = model.TakeWhile(entry => entry.Done).ToList();
                model.RemoveRange(0, finished.Count);
                var moved = watermark.TryAdvance(out var position);
                Assert.Equal(finished.Count > 0, moved);
                if (moved)
                {
                    Assert.Equal(finished[^1].Position, position);
                    Assert.All(model.Where(entry => !entry.Done), entry => Assert.True(entry.Position > position));
                }
            }

            Assert.Equal(model.Count, watermark.Count);
        }
    });
}
