[assembly: AssemblyFixture(typeof(Omnibus.Brokers.SharedRedis))]
