namespace Omnibus.Configuration;

/// <summary>Every default that matters, in one place; docs/defaults.md is held against it.</summary>
internal static class Defaults
{
    public const int Concurrency = 8;
    public const int Attempts = 5;
    public const int MostAttempts = 100;
    public const int MostConcurrency = 1024;
    public const int StormKeys = 5;
    public const int StormMostProbes = 10;
    public const int QueueRecords = 100_000;
    public const long QueueBytes = 64L << 20;
    public const long LeastQueueBytes = 1L << 20;

    public static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    /// <summary>The most that all delays of one delivery may add up to: a partition must not stand still for longer.</summary>
    public static readonly TimeSpan MaxDelaySum = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan HandlerTimeout = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan StormLook = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan StormFirstInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan StormLongestInterval = TimeSpan.FromSeconds(30);

    /// <summary>How often a consumer looks whether something was redriven for the first time.</summary>
    public static readonly TimeSpan RedriveLook = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan Retention = TimeSpan.FromDays(14);
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(25);
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LeaseRenewal = TimeSpan.FromSeconds(3);
}
