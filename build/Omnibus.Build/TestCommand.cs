using System.Diagnostics;
using Omnibus.Brokers;
using Omnibus.Brokers.Finding;

namespace Omnibus.Build;

/// <summary><c>./test</c>: brokers, build, every test program, one summary.</summary>
internal static class TestCommand
{
    /// <summary>Those that wait for brokers longest. What is not named here comes after them.</summary>
    private static readonly string[] s_long =
        ["Omnibus.Kafka.Tests", "Omnibus.Wire.Tests", "Omnibus.Recovery.Tests", "Omnibus.Processes.Tests", "Omnibus.OpenEdx.Tests", "Omnibus.Redis.Tests", "Omnibus.Aot.Tests", "Omnibus.Packages.Tests", "Campus.Tests"];

    public static async Task<int> RunAsync(TestOptions options, CancellationToken cancellationToken)
    {
        if (options.ShowHelp)
        {
            Console.WriteLine(TestOptions.Help);
            return 0;
        }
        await FetchBrokersAsync(cancellationToken);
        if (options.OnlyFetch)
        {
            return 0;
        }
        var programs = Choose(options);

        // Beside the build, which takes longer.
        var archives = KafkaArchives.UseAsync(Console.WriteLine, cancellationToken);
        if (options.Build && !await BuildAsync(options, programs, cancellationToken))
        {
            return 1;
        }
        await archives;
        Console.WriteLine($"Running {programs.Count} test project{(programs.Count == 1 ? "" : "s")}{(options.Soak ? ", long runs included" : "")}");
        var results = await RunAllAsync(programs, options, cancellationToken);
        return TestSummary.Print(results, options.Filter, BrokerMissing.Fails, Console.Out);
    }

    private static IReadOnlyList<TestProgram> Choose(TestOptions options)
    {
        var all = TestProgram.FindAll();
        foreach (var name in options.Only)
        {
            if (!all.Any(program => program.IsNamed(name)))
            {
                throw new UsageException($"There is no test project '{name}'. There are: {string.Join(", ", all.Select(program => program.Name))}.");
            }
        }
        return options.Only.Count == 0 ? all : [.. all.Where(program => options.Only.Any(program.IsNamed))];
    }

    // A broker that cannot be fetched is no reason to stop: the tests that need it say so.
    private static async Task FetchBrokersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RedisPackages.FetchIfMissingAsync(Console.WriteLine, cancellationToken);
            await NatsPackages.FetchIfMissingAsync(Console.WriteLine, cancellationToken);
        }
        catch (BrokerException exception)
        {
            Console.WriteLine(exception.Message);
        }
        BrokerMissing?[] all =
        [
            await RedisServer.FindMissingAsync(null, cancellationToken),
            await KafkaCluster.FindMissingAsync(null, cancellationToken),
            await NatsServer.FindMissingAsync(cancellationToken: cancellationToken),
        ];
        foreach (var missing in all)
        {
            if (missing is not null)
            {
                Console.WriteLine(missing.Message);
            }
        }
    }

    private static async Task<bool> BuildAsync(TestOptions options, IReadOnlyList<TestProgram> programs, CancellationToken cancellationToken)
    {
        var targets = options.Only.Count == 0 ? ["Omnibus.slnx"] : programs.Select(program => program.Project);
        var started = Stopwatch.GetTimestamp();
        foreach (var target in targets)
        {
            Console.WriteLine($"Building {Path.GetFileName(target)}");
            string[] arguments =
            [
                "build", target, "--configuration", Folders.Configuration, "--nologo", "--verbosity", "quiet",

                // One compiler for all projects, also where the environment wants one for each: that takes twice as long.
                "-p:UseSharedCompilation=true", .. options.Newest ? (string[])["-p:OmnibusDependencies=newest"] : [],
            ];
            var output = await ChildProgram.RunAsync("dotnet", arguments, new Dictionary<string, string>(), TimeSpan.FromMinutes(15), cancellationToken);
            if (output.ExitCode != 0)
            {
                Console.WriteLine(output.Text);
                Console.Error.WriteLine($"{Path.GetFileName(target)} does not build: no test was run.");
                return false;
            }
        }
        Console.WriteLine($"Built in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        return true;
    }

    private static async Task<IReadOnlyList<ProgramResult>> RunAllAsync(
        IReadOnlyList<TestProgram> programs, TestOptions options, CancellationToken cancellationToken)
    {
        // The long ones first, so that the last to end are short.
        programs = [.. programs.OrderBy(program => Array.IndexOf(s_long, program.Name) is var place && place >= 0 ? place : s_long.Length)];
        var results = new ProgramResult[programs.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, programs.Count, parallel, async (index, token) =>
        {
            results[index] = await programs[index].RunAsync(options, token);
            TestSummary.Print(results[index]);
        });
        return results;
    }
}
