using Omnibus.Commands;
using Omnibus.OpenEdx;

return await OmnibusTool.RunAsync(args, [new OpenEdxEventCatalogue()]).ConfigureAwait(false);
