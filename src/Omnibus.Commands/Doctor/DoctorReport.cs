namespace Omnibus.Commands.Doctor;

/// <summary>What <c>omnibus doctor</c> found.</summary>
/// <param name="Works">The configured bus would work.</param>
/// <param name="Problems">Why it would not; each is one line.</param>
/// <param name="Transports">Every transport that the configuration names.</param>
/// <param name="NotChecked">What could not be checked from here.</param>
internal sealed record DoctorReport(bool Works, IReadOnlyList<DoctorProblem> Problems, IReadOnlyList<TransportReport> Transports, IReadOnlyList<string> NotChecked);

/// <summary>One reason why the bus would not work.</summary>
/// <param name="Transport">The transport's name in configuration, where one is concerned.</param>
/// <param name="Code">What it is: the code of a fault.</param>
/// <param name="Id">Its page in docs/operations.</param>
/// <param name="Said">What is wrong, where, and what to do.</param>
internal sealed record DoctorProblem(string? Transport, string Code, string Id, string Said);

/// <summary>A transport that the configuration names.</summary>
internal sealed record TransportReport(string Name, string Driver, bool Used)
{
    public DriverReport? Parts { get; init; }

    /// <summary>It could be made here with its settings.</summary>
    public bool Loads { get; init; }

    /// <summary>Its broker was asked; a driver without <see cref="Drivers.IProbe"/> cannot be.</summary>
    public bool Asked { get; init; }

    public ConnectionReport? Connection { get; init; }

    public IReadOnlyList<NeedRow> Needs { get; init; } = [];
}

/// <summary>What a probe found, and how long that took from the first byte on.</summary>
internal sealed record ConnectionReport(string Server, string Address, long Milliseconds, IReadOnlyList<string> MissingPermissions);

/// <summary>Something that a route or a consumer asks of its transport.</summary>
/// <param name="For">Who asks.</param>
/// <param name="Need">What for.</param>
/// <param name="Has">Whether the transport can do it.</param>
/// <param name="How">By which of its abilities, or what will be missing.</param>
internal sealed record NeedRow(string For, string Need, bool Has, string How);

/// <summary>A driver as it is installed here.</summary>
internal sealed record DriverReport(string Origin, string Assembly, string Version)
{
    /// <summary>The packages that it brings along; null where the build did not write them down.</summary>
    public IReadOnlyList<DependencyRow>? Dependencies { get; init; }

    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>The conflicts because of which .NET would refuse to load something.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>What speaks against the folder that it is in.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Where it can run as far as native files go, and why not here; empty where it has none and runs wherever .NET does.</summary>
    public IReadOnlyList<PlatformRow> Platforms { get; init; } = [];
}

/// <summary>A package, with the licence that it names itself.</summary>
internal sealed record DependencyRow(string Package, string Version, string Licence);

/// <summary>A platform.</summary>
/// <param name="Rid">Its runtime identifier.</param>
/// <param name="Served">Its native files are there.</param>
/// <param name="WhyNot">What is missing, and what helps.</param>
internal sealed record PlatformRow(string Rid, bool Served, string? WhyNot);
