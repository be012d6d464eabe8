using Omnibus.Commands;

namespace Microsoft.Extensions.Hosting;

/// <summary>Gives an application the verbs of the <c>omnibus</c> tool.</summary>
public static class OmnibusHostExtensions
{
    /// <summary>
    /// Runs the application, or, where its arguments begin with <c>omnibus</c>, one verb of the tool: <c>myapp omnibus tail --topic user-login</c>. A verb works
    /// with the application's own configuration, secrets, events and transports; nothing of the application starts.
    /// </summary>
    /// <param name="app">The application, with <c>AddOmnibus</c> called on its builder.</param>
    /// <param name="args">The arguments of the program.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <returns>The exit code: one of <see cref="ExitCode"/> for a verb, 0 for an application that has ended.</returns>
    public static async Task<int> RunOmnibusAsync(this IHost app, string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(args);
        if (args is ["omnibus", .. var verb])
        {
            return await OmnibusTool.RunAsync(verb, app, cancellationToken).ConfigureAwait(false);
        }

        await app.RunAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
