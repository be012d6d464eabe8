namespace Omnibus.SourceGeneration.Tests;

public sealed class ApprovedOutputTests
{
    private const string Login = """
        namespace Sample;

        [Event("org.openedx.learning.auth.session.login.completed.v1", Topic = "user-login", Key = "user.pii.username")]
        public sealed partial record SessionLoginCompleted(UserData User);

        public sealed record UserData(long Id, bool IsActive, UserPersonalData Pii);

        public sealed record UserPersonalData(string Username, string Email, string Name);
        """;

    private const string Everything = """
        namespace Sample;

        [Event("org.example.everything.v1", MinorVersion = 3, Encoding = EventEncoding.Json)]
        public sealed partial record Everything(
            bool Truth, int Small, long Large, float Single, double Double, string Text, byte[] Bytes, ReadOnlyMemory<byte> Memory, Guid Id, DateTimeOffset At, Code Code,
            Part Part, IReadOnlyList<string> Names, Part[] Parts, List<long> Numbers, ImmutableArray<Guid> Ids, IReadOnlyDictionary<string, Part> ByName,
            Dictionary<string, IReadOnlyList<double>> Lists)
        {
            public bool? MaybeTruth { get; init; }
            public long? MaybeLarge { get; init; }
            public string? MaybeText { get; init; }
            public byte[]? MaybeBytes { get; init; }
            public ReadOnlyMemory<byte>? MaybeMemory { get; init; }
            public Guid? MaybeId { get; init; }
            public Code? MaybeCode { get; init; }
            public Part? MaybePart { get; init; }
            public IReadOnlyList<Part>? MaybeParts { get; init; }
            public ImmutableArray<string>? MaybeNames { get; init; }
            public IReadOnlyDictionary<string, bool>? MaybeFlags { get; init; }
            public string Computed => Text;
        }

        [AvroName("PartData")]
        public sealed record Part(string Name, [Field("class")] string Kind = "none");

        public readonly record struct Code(string Text) : ITextValue<Code>
        {
            public static bool TryParse(string text, out Code value)
            {
                value = new Code(text);
                return true;
            }
        }
        """;

    [Theory]
    [InlineData("Sample.SessionLoginCompleted.g.cs")]
    [InlineData("Sample.UserData.Codecs.g.cs")]
    [InlineData("EventCatalogue.g.cs")]
    public void The_files_for_an_event_with_records_are_as_approved(string file) => Approval.Check("Login." + file, Compiler.Generate(Login).File(file));

    [Theory]
    [InlineData("Sample.Everything.g.cs")]
    [InlineData("Sample.Part.Codecs.g.cs")]
    public void The_files_for_every_type_and_shape_are_as_approved(string file) => Approval.Check(file, Compiler.Generate(Everything).File(file));

    [Theory]
    [InlineData(Login)]
    [InlineData(Everything)]
    public void What_is_generated_compiles_without_a_warning(string source) => Assert.Empty(Compiler.Generate(source).Complaints);

    [Fact]
    public void A_project_without_events_gets_nothing() => Assert.Empty(Compiler.Generate("public sealed record Plain(string Text);").Files);
}
