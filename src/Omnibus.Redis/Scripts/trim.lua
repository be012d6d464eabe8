-- Removes what is older than the topic is kept, in whole nodes of the stream, but nothing that a live group has not settled. A group is live while its
-- members were seen within that time; one that nobody has ever seen is given that time from now on.
-- KEYS: stream, facts of the topic. ARGV: what stands before the group in the key of its leases. Returns how many entries were removed.
local keep = tonumber(redis.call('HGET', KEYS[2], 'retention') or '')
if not keep or redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit = { now - keep, 0 }

local function is_live(name)
  local seen = tonumber(redis.call('HGET', ARGV[1] .. name, 'seen') or '')
  if seen and now - seen < keep then return true end
  for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], name)) do
    for i = 1, #flat, 2 do
      if flat[i] == 'idle' and flat[i + 1] < keep then return true end
    end
  end
  if seen then return false end
  redis.call('HSET', ARGV[1] .. name, 'seen', string.format('%.0f', now))
  return true
end

for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = {}
  for i = 1, #flat, 2 do group[flat[i]] = flat[i + 1] end
  local place = id_of(group.pending > 0 and redis.call('XPENDING', KEYS[1], group.name)[2] or group['last-delivered-id'])
  if is_before(place, limit) and is_live(group.name) then limit = place end
end
return redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f-%.0f', limit[1], limit[2]))
