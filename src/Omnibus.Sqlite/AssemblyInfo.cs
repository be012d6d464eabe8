using System.Runtime.CompilerServices;
using Omnibus.Drivers;
using Omnibus.Sqlite;

[assembly: Transport("sqlite", typeof(SqliteFactory), ContractVersion = 1)]
[assembly: InternalsVisibleTo("Omnibus.Sqlite.Tests")]
[assembly: InternalsVisibleTo("Omnibus.Sqlite.Worker")]
