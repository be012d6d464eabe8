return await Omnibus.Commands.OmnibusTool.RunAsync(args).ConfigureAwait(false);
