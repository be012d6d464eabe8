using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;

namespace Omnibus.Redis.Tests.Faults;

/// <summary>A server that speaks TLS with a certificate of an authority that no system knows.</summary>
public sealed class TlsTests : RedisTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("omnibus-tls-");
    private readonly int _port = FreePort();

    public TlsTests(SharedRedis shared)
        : base(shared)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        File.WriteAllText(Path("server.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path("server.key"), key.ExportPkcs8PrivateKeyPem());
    }

    protected override RedisServerOptions OwnServer => new()
    {
        NeedsControl = true,
        Settings =
        {
            ["tls-port"] = $"{_port}", ["tls-auth-clients"] = "no", ["tls-cert-file"] = Path("server.crt"), ["tls-key-file"] = Path("server.key"),
        },
    };

    [Fact]
    public async Task An_encrypted_connection_to_a_trusted_server_carries_everything()
    {
        var transport = Open($"rediss://localhost:{_port}", authority: Path("server.crt"));
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 10);

        Assert.Equal(10, (await (await ReaderAsync(transport)).ReceiveAsync(10)).Count);
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_is_a_matter_of_configuration_and_not_away()
    {
        var transport = Open($"rediss://localhost:{_port}");

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => ProducerAsync(transport));

        Assert.Equal(FaultCode.Misconfigured, transport.Classify(exception));
    }

    [Fact]
    public void An_authority_that_is_no_certificate_is_refused()
    {
        File.WriteAllText(Path("nothing.crt"), "nothing");

        Assert.Equal("Omnibus:Transports:main:CertificateAuthority", Assert.Throws<SettingException>(() => Open(authority: Path("nothing.crt"))).Path);
        Assert.Throws<SettingException>(() => Open(authority: Path("absent.crt")));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Path(string file) => System.IO.Path.Combine(_folder.FullName, file);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
