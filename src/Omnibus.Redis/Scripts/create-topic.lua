-- Makes the empty streams of a topic. KEYS: facts, streams. ARGV: number of partitions, for how many milliseconds entries are kept. Returns 1, or 0 where the topic exists.
if redis.call('EXISTS', KEYS[1], KEYS[2]) > 0 then return 0 end
for i = 2, #KEYS do
  -- Only a group makes a stream without an entry.
  redis.call('XGROUP', 'CREATE', KEYS[i], 'omnibus-create', '0', 'MKSTREAM')
  redis.call('XGROUP', 'DESTROY', KEYS[i], 'omnibus-create')
end
redis.call('HSET', KEYS[1], 'partitions', ARGV[1], 'retention', ARGV[2])
return 1
