-- Takes pending work that nobody keeps: what was given back, what the server gave to this consumer in an answer that never arrived, and what
-- somebody has held for too long without a sign.
-- KEYS: stream. ARGV: group, the consumer that takes, the most entries, the consumer that keeps what was given back, the id behind which this
--   consumer's own entries never arrived ('' = all did), the idle time after which work is taken away ('' = none is now), where that search goes on.
-- Returns where the search goes on, how many entries were removed from the stream after they were given to somebody and before they were handled,
-- how many before the group came to them, and the entries.
local key, group, me, most = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local cursor, removed, entries, missed = '0-0', 0, {}, missed_by(key, group)
if redis.call('XPENDING', key, group)[1] == 0 then return { cursor, removed, missed, entries } end

local ids = {}
local function look(consumer, behind)
  for _, pending in ipairs(redis.call('XPENDING', key, group, behind, '+', most - #ids, consumer)) do ids[#ids + 1] = pending[1] end
end
if ARGV[5] ~= '' then look(me, '(' .. ARGV[5]) end
if #ids < most then look(ARGV[4], '-') end
if #ids > 0 then
  local command = { 'XCLAIM', key, group, me, 0 }
  for i = 1, #ids do command[5 + i] = ids[i] end
  command[#command + 1] = 'JUSTID'
  redis.call(unpack(command))
end
if ARGV[6] ~= '' and #ids < most then
  local reply = redis.call('XAUTOCLAIM', key, group, me, ARGV[6], ARGV[7], 'COUNT', most - #ids, 'JUSTID')
  cursor = reply[1]
  for _, id in ipairs(reply[2]) do ids[#ids + 1] = id end
  removed = reply[3] and #reply[3] or 0
end
for i = 1, #ids do
  local entry = redis.call('XRANGE', key, ids[i], ids[i])[1]
  if entry then
    entries[#entries + 1] = entry
  else
    redis.call('XACK', key, group, ids[i])
    removed = removed + 1
  end
end
return { cursor, removed, missed, entries }
