using System.Text;
using Omnibus.Conformance;
using Omnibus.Drivers;
using Omnibus.Kafka;
using Omnibus.Memory;
using Omnibus.Redis;
using Omnibus.Sqlite;

namespace Omnibus.Tests;

/// <summary>docs/guarantees.md is made of the conformance cases and of what the transports say about themselves.</summary>
public sealed class GuaranteeTests
{
    private const string Head = """
        # Guarantees

        What every transport promises, and what the bus promises over it. Each line is a case of the [conformance kit](../src/Omnibus.Conformance/README.md), and every transport of this
        repository is held to it, against a real broker, whenever the tests run. ✓: held. –: not asked, because the transport does not offer what the promise is about
        ([facts](../src/Omnibus.Drivers/Transports/TransportInfo.cs) say what it offers). Some cases also need a broker that can be cut off or killed; where a test's store cannot be, the test says so.

        This page is written by `OMNIBUS_APPROVE=1` with the tests of `Omnibus.Tests`, and held against the cases by them.

        """;

    private static readonly ITransportFactory[] s_transports = [new MemoryFactory(), new SqliteFactory(), new RedisFactory(), new KafkaFactory()];

    [Fact]
    public void The_page_of_guarantees_has_every_case_of_the_conformance_kit()
    {
        var path = Path.Combine(Root(), "docs", "guarantees.md");
        var text = Page();
        if (Environment.GetEnvironmentVariable("OMNIBUS_APPROVE") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Page()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        Write(page, "The transport", ConformanceSuite.DriverCases);
        Write(page, "The bus over it", ConformanceSuite.BusCases);
        return page.ToString();
    }

    private static void Write(StringBuilder page, string heading, IEnumerable<ConformanceCase> cases)
    {
        page.Append('\n').Append("## ").Append(heading).Append('\n');
        foreach (var family in cases.GroupBy(promise => promise.Family))
        {
            page.Append("\n### ").Append(family.Key).Append("\n\n| promise |");
            foreach (var transport in s_transports)
            {
                page.Append(' ').Append(transport.Info.Name).Append(" |");
            }

            page.Append("\n|---|").Append(string.Concat(Enumerable.Repeat(":-:|", s_transports.Length))).Append('\n');
            foreach (var promise in family)
            {
                page.Append("| ").Append(promise.Name).Append(" |");
                foreach (var transport in s_transports)
                {
                    page.Append(promise.WhyNot(transport.Info) is null ? " ✓ |" : " – |");
                }

                page.Append('\n');
            }
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Omnibus.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the folder of Omnibus.slnx.");
    }
}
