using Omnibus.Brokers;

[assembly: AssemblyFixture(typeof(SharedRedis))]
[assembly: AssemblyFixture(typeof(SharedKafka))]
