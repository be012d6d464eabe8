using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Omnibus.Processes.Tests.Redis;

/// <summary>Members that come and go, and connections that are cut, while events flow.</summary>
[Collection(OneAtATime.Name)]
public sealed class ComingAndGoing
{
    private const int Members = 20;
    private const int Wave = 200;

    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("Key", 8)]
    [InlineData("None", 1)]
    public async Task Twenty_consumers_join_and_leave_and_nothing_is_lost(string ordering, int partitions)
    {
        await using var campaign = await RedisCampaign.CreateAsync(ordering, partitions);
        var handled = new ConcurrentQueue<Handled>();
        List<IHost> members = [];
        var published = 0;
        for (var joining = 0; joining < Members; joining++)
        {
            members.Add(await JoinAsync(campaign, handled, joining));
            await campaign.PublishAsync(published, Wave);
            published += Wave;
        }

        for (var leaving = 0; leaving < Members - 1; leaving++)
        {
            var publishing = campaign.PublishAsync(published, Wave);
            await LeaveAsync(members[leaving]);
            await publishing;
            published += Wave;
        }

        await Until.HoldsAsync(() => Distinct(handled) == published, s_most, () => $"{Distinct(handled)} of {published} handled");
        await LeaveAsync(members[^1]);

        Check(ordering, handled, published);
        TestContext.Current.TestOutputHelper!.WriteLine($"{published} events, {handled.Count - published} handled again");
        Assert.Equal(0, (await campaign.LookAsync()).Lag);
    }

    [Theory]
    [InlineData("Key", 4)]
    [InlineData("None", 1)]
    public async Task Connections_that_are_cut_again_and_again_lose_nothing(string ordering, int partitions)
    {
        await using var campaign = await RedisCampaign.CreateAsync(ordering, partitions);
        await using var plain = await ConnectionMultiplexer.ConnectAsync(campaign.Server.Address + ",allowAdmin=true,abortConnect=false");
        var handled = new ConcurrentQueue<Handled>();
        IHost[] members = [await JoinAsync(campaign, handled, 0), await JoinAsync(campaign, handled, 1)];
        var published = 0;
        for (var cut = 0; cut < 10; cut++)
        {
            var publishing = campaign.PublishAsync(published, Wave * 2);
            await plain.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            await publishing;
            published += Wave * 2;
        }

        await Until.HoldsAsync(() => Distinct(handled) == published, s_most, () => $"{Distinct(handled)} of {published} handled");
        await Task.WhenAll(members.Select(LeaveAsync));

        Check(ordering, handled, published);
        TestContext.Current.TestOutputHelper!.WriteLine($"{published} events, {handled.Count - published} handled again");
        Assert.Equal(0, (await campaign.LookAsync()).Lag);
    }

    private static void Check(string ordering, IReadOnlyCollection<Handled> handled, int published)
    {
        if (ordering == "Key")
        {
            Campaign.Check(handled, published);
        }
        else
        {
            Assert.Equal(published, Distinct(handled));
        }
    }

    private static int Distinct(IEnumerable<Handled> handled) => handled.Select(one => one.Tick).Distinct().Count();

    private static async Task<IHost> JoinAsync(RedisCampaign campaign, ConcurrentQueue<Handled> handled, int number)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "worker" });
        builder.Configuration.AddInMemoryCollection([.. campaign.Settings.Select(RedisCampaign.Pair), new("Omnibus:Instance", $"member-{number}")]);
        builder.AddOmnibus().Consumer("ticker").Handle<Tick>((tick, context, _) =>
        {
            handled.Enqueue(new Handled(tick, context.Partition, 0, TimeProvider.System.GetTimestamp(), 0));
            return ValueTask.CompletedTask;
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task LeaveAsync(IHost member)
    {
        await member.StopAsync();
        member.Dispose();
    }
}
