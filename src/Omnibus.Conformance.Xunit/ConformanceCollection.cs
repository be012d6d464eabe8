using Xunit;

namespace Omnibus.Conformance.Xunit;

/// <summary>Keeps other tests of the process out while promises are asked.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class ConformanceCollection;
