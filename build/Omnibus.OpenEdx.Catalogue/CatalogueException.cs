namespace Omnibus.OpenEdx.Catalogue;

/// <summary>The catalogue holds something that cannot be written in C#: says what and where.</summary>
internal sealed class CatalogueException(string message) : Exception(message);
