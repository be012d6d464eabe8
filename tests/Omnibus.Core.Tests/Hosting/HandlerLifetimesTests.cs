using Microsoft.Extensions.DependencyInjection;
using Omnibus.Hosting;

namespace Omnibus.Tests.Hosting;

public sealed class HandlerLifetimesTests
{
    private readonly ServiceCollection _services = [];

    [Fact]
    public void A_service_that_is_not_registered_is_no_singleton() => Assert.False(IsSingleton<List<int>>());

    [Fact]
    public void The_last_registration_decides()
    {
        _services.AddSingleton<List<int>>().AddScoped<List<int>>();
        Assert.False(IsSingleton<List<int>>());
        _services.AddSingleton<List<int>>();
        Assert.True(IsSingleton<List<int>>());
    }

    [Fact]
    public void Registrations_after_the_question_was_first_asked_count_too()
    {
        var lifetimes = new HandlerLifetimes(_services);
        Assert.False(lifetimes.IsSingleton(typeof(List<int>)));
        _services.AddSingleton<List<int>>();
        Assert.True(lifetimes.IsSingleton(typeof(List<int>)));
    }

    [Fact]
    public void A_keyed_registration_is_another_service()
    {
        _services.AddKeyedSingleton<List<int>>("key");
        Assert.False(IsSingleton<List<int>>());
    }

    [Fact]
    public void An_open_registration_decides_where_there_is_no_closed_one()
    {
        _services.AddSingleton(typeof(List<>)).AddScoped<List<string>>();
        Assert.True(IsSingleton<List<int>>());
        Assert.False(IsSingleton<List<string>>());
    }

    private bool IsSingleton<T>() => new HandlerLifetimes(_services).IsSingleton(typeof(T));
}
