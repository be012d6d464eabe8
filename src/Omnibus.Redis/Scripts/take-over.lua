-- What a new owner of a partition must know, and the pending entries that it has to read before the stream. At the first take-over ever, and at the
-- first after the group shared the topic, these are everybody's. Later they are those that an owner before us claimed and did not finish.
-- KEYS: stream, leases. ARGV: group, partition, epoch, the consumer that claims, the id behind which to look, the most entries.
-- Returns how many entries were stored up to the group's position (false = unknown), the last id looked at (false = no more), the entries.
local group = group_of(KEYS[1], ARGV[1])
if not group then return no_group(KEYS[1], ARGV[1]) end
local lease = lease_of(KEYS[2], ARGV[2])
if not lease or lease.epoch ~= ARGV[3] then return { false, false, {} } end
local ids = {}
if group.pending > 0 then
  local look = { 'XPENDING', KEYS[1], ARGV[1], '(' .. ARGV[5], '+', ARGV[6] }
  if ARGV[3] ~= '1' and not redis.call('HGET', KEYS[2], 'shared:' .. ARGV[2]) then look[7] = ARGV[4] end
  for i, pending in ipairs(redis.call(unpack(look))) do ids[i] = pending[1] end
end
if #ids == 0 then redis.call('HDEL', KEYS[2], 'shared:' .. ARGV[2]) end
local entries = {}
if #ids > 0 then entries = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[4], 0, unpack(ids)) end
return { entries_read(KEYS[1], group) or false, ids[#ids] or false, entries }
