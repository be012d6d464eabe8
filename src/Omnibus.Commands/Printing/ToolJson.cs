using System.Text.Json.Serialization;
using Omnibus.Commands.Doctor;
using Omnibus.Commands.Recovery;
using Omnibus.Commands.Understanding;
using Omnibus.Commands.Verbs;

namespace Omnibus.Commands.Printing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<TransportRow>))]
[JsonSerializable(typeof(IReadOnlyList<TopicRow>))]
[JsonSerializable(typeof(IReadOnlyList<GroupRow>))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(IReadOnlyList<LetterKindRow>))]
[JsonSerializable(typeof(IReadOnlyList<LetterRow>))]
[JsonSerializable(typeof(IReadOnlyList<LetterWorkRow>))]
[JsonSerializable(typeof(IReadOnlyList<SeekRow>))]
[JsonSerializable(typeof(IReadOnlyList<LagRow>))]
[JsonSerializable(typeof(TopPicture))]
[JsonSerializable(typeof(IReadOnlyList<ExplainedValue>))]
[JsonSerializable(typeof(WhyFinding))]
internal sealed partial class ToolJson : JsonSerializerContext;
