-- Notes once that a topic uses a schema. KEYS: schemas of the topic. ARGV: role, record name and mark. Returns its number.
local number = redis.call('HGET', KEYS[1], ARGV[1])
if number then return tonumber(number) end
number = redis.call('HLEN', KEYS[1]) + 1
redis.call('HSET', KEYS[1], ARGV[1], number)
return number
