-- Notes that a group shares a topic: whoever later owns one of its partitions, where the group is read in order, looks at everybody's pending work.
-- KEYS: leases. ARGV: number of partitions. Returns 1.
for partition = 0, tonumber(ARGV[1]) - 1 do redis.call('HSET', KEYS[1], 'shared:' .. partition, '1') end
return 1
