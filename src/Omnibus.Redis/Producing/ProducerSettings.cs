namespace Omnibus.Redis.Producing;

/// <summary>How a producer stores. Immutable.</summary>
/// <param name="MaxLength">About how many entries a stream keeps; null: all.</param>
/// <param name="Durability">What is waited for beside the server's answer; null: nothing.</param>
/// <param name="SendTimeout">For how long.</param>
internal sealed record ProducerSettings(int? MaxLength, Durability? Durability, TimeSpan SendTimeout);
