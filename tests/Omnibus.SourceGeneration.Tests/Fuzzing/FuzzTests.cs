using System.Text;
using CsCheck;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>
/// Decoders get damaged bytes: they give an event or say which field is wrong. They never hang, never throw anything else, and never allocate more than
/// a small multiple of what they were given.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Short = 4_000;
    private const int Long = 1_000_000;

    // An empty map takes one byte in Avro, and about a hundred as a Dictionary; a failure takes the schema, parsed, to find its place.
    private const int Multiple = 128;
    private const int Constant = 256 * 1024;

    [Fact]
    public void Damaged_Avro_is_an_event_or_a_classified_error() => Try(ContentTypes.Avro, Short, seed: 20261129);

    [Fact]
    public void Damaged_JSON_is_an_event_or_a_classified_error() => Try(ContentTypes.Json, Short, seed: 20261129);

    [Fact(Explicit = true)]
    public void A_million_pieces_of_damaged_Avro_are_events_or_classified_errors() => Try(ContentTypes.Avro, Long, Random.Shared.Next());

    [Fact(Explicit = true)]
    public void A_million_pieces_of_damaged_JSON_are_events_or_classified_errors() => Try(ContentTypes.Json, Long, Random.Shared.Next());

    private void Try(string contentType, int count, int seed)
    {
        var codec = Everything.Definition.CodecFor(contentType)!;
        var mutations = new Mutations(Good(contentType), seed);
        var refused = 0;
        var most = 0d;
        for (var number = 0; number < count; number++)
        {
            var input = mutations.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Everything? @event = null;
            try
            {
                @event = codec.Decode(input);
            }
            catch (EventDataException)
            {
                refused++;
            }
            catch (Exception other)
            {
                Assert.Fail($"Seed {seed}, input {number}: {other}\n{Convert.ToHexStringLower(input)}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= Constant + ((long)Multiple * input.Length),
                $"Seed {seed}, input {number}: {allocated} bytes were allocated for {input.Length}: {Convert.ToHexStringLower(input)}");
            most = input.Length < 1024 ? most : Math.Max(most, (double)allocated / input.Length);
            if (@event is not null && number % 16 == 0)
            {
                Assert.Equal(Coding.Json(@event), Coding.Json(Coding.FromAvro<Everything>(Coding.Avro(@event))));
            }
        }

        output.WriteLine($"Seed {seed}: {count} inputs, {refused} refused; at most {most:0} bytes allocated for a byte of the longer ones.");
        Assert.InRange(refused, count / 10, count - (count / 50)); // some damage is no harm
    }

    private static List<byte[]> Good(string contentType)
    {
        var random = new PCG(1, 42);
        var events = Enumerable.Range(0, 40).Select(number => Examples.All.Generate(random, null, out _)).Append(Examples.Falsy).ToList();
        return [.. contentType == ContentTypes.Avro ? events.Select(Coding.Avro) : events.Select(@event => Encoding.UTF8.GetBytes(Coding.Json(@event)))];
    }
}
