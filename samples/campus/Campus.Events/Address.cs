namespace Campus.Events;

/// <summary>Where somebody lives.</summary>
public sealed record Address(string Street, string City, string PostalCode, string Country);
