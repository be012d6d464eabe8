namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>Walks through worlds, all that can be reached in a number of steps or one long way at random, and keeps the promises in sight.</summary>
internal static class Exploration
{
    /// <summary>Visits every world that can be reached from <paramref name="start"/> in <paramref name="depth"/> steps. Returns how many there are.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="depth">How many steps.</param>
    /// <param name="restEvery">Of so many worlds, one is seen to come to rest.</param>
    public static int Everything(ModelWorld start, int depth, int restEvery)
    {
        var visited = new HashSet<UInt128> { WorldKey.Of(start) };
        var frontier = new List<(ModelWorld World, Way? Way)> { (start, null) };
        for (var level = 0; level < depth; level++)
        {
            var next = new List<(ModelWorld, Way?)>();
            foreach (var (world, way) in frontier)
            {
                foreach (var step in world.Next())
                {
                    var here = new Way(step, way);
                    var reached = Guarded(here, () => world.Apply(step));
                    if (visited.Add(WorldKey.Of(reached)))
                    {
                        next.Add((reached, here));
                        Guarded(here, () => ModelPromises.Check(reached));
                        if (visited.Count % restEvery == 0)
                        {
                            Guarded(here, () => ModelPromises.CheckComesToRest(reached));
                        }
                    }
                }
            }

            frontier = next;
        }

        return visited.Count;
    }

    /// <summary>Goes one long way at random and lets it come to rest now and then.</summary>
    public static void AtRandom(ModelWorld start, int seed, int steps)
    {
        var random = new Random(seed);
        var (world, way) = (start with { RestartsLeft = steps }, default(Way));
        for (var i = 0; i < steps; i++)
        {
            var next = world.Next().SelectMany(step => Enumerable.Repeat(step, Weight(step.Kind))).ToList();
            var step = next[random.Next(next.Count)];
            way = new Way(step, way);
            world = Guarded(way, () => ModelPromises.Check(world.Apply(step)));
            if (i % 100 == 99)
            {
                var tired = world;
                world = Guarded(way, () => ModelPromises.CheckComesToRest(tired));
            }
        }
    }

    /// <summary>Lets a world work undisturbed for a while.</summary>
    public static ModelWorld AtRest(ModelWorld world) => ModelPromises.CheckComesToRest(world);

    private static int Weight(StepKind kind) => kind switch
    {
        StepKind.Crash => 1,
        StepKind.Restart => 3,
        StepKind.Time => 12,
        _ => 12,
    };

    private static ModelWorld Guarded(Way way, Func<ModelWorld> go)
    {
        try
        {
            return go();
        }
        catch (ModelViolation violation)
        {
            throw new ModelViolation($"{violation.Message}. The way there: {way}");
        }
    }

    /// <summary>How a world was reached, the last step first.</summary>
    private sealed record Way(ModelStep Step, Way? Before)
    {
        public override string ToString()
        {
            var steps = new List<string>();
            for (var way = this; way is not null; way = way.Before)
            {
                steps.Add(way.Step.ToString());
            }

            steps.Reverse();
            return string.Join(", ", steps);
        }
    }
}
