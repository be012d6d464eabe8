using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Omnibus.Drivers;

namespace Omnibus.Nats.Tests;

/// <summary>What the client's exceptions and the server's answers mean.</summary>
public sealed class FaultTests
{
    public static TheoryData<Exception, FaultCode> Table => new()
    {
        { new NatsServerException("Authorization Violation"), FaultCode.Unauthenticated },
        { new NatsException("cannot start", new NatsServerException("Authorization Violation")), FaultCode.Unauthenticated },
        { new NatsServerException("Permissions Violation for Publish to \"a\""), FaultCode.PermissionDenied },
        { new NatsException("can not connect uris: nats://127.0.0.1:1"), FaultCode.Unavailable },
        { new NatsNoRespondersException(), FaultCode.Unavailable },
        { new AwayException(), FaultCode.Unavailable },
        { new MissingException("Topic 'a'"), FaultCode.NotFound },
        { Api(404, 10059, "stream not found"), FaultCode.NotFound },
        { Api(503, 10023, "insufficient resources"), FaultCode.StorageFull },
        { Api(400, 10054, "message size exceeds maximum allowed"), FaultCode.TooLarge },
        { Api(400, 10058, "stream name already in use with a different configuration"), FaultCode.AlreadyExists },
        { Api(503, 10076, "JetStream not enabled"), FaultCode.Unsupported },
        { Api(400, 10001, "something is wrong"), FaultCode.InvalidArgument },
        { new RefusedException(503, 10047, "insufficient storage resources available"), FaultCode.StorageFull },
        { new TooLargeException(1), FaultCode.TooLarge },
        { new ObjectDisposedException("a"), FaultCode.Closed },
        { new NotSupportedException(), FaultCode.Unsupported },
        { new InvalidOperationException(), FaultCode.Unknown },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void Each_has_one_meaning(Exception exception, FaultCode code) => Assert.Equal(code, NatsFaults.Classify(exception));

    private static NatsJSApiException Api(int status, int number, string text) => new(new ApiError { Code = status, ErrCode = number, Description = text });
}
