-- Keeps work for its consumer, or gives it back to the group. What the consumer does not hold any more stays with whoever has it.
-- KEYS: stream. ARGV: group, the consumer, who holds the work from now on, how long it counts as idle, the ids in order (none = all it holds; the
--   consumer is forgotten then).
-- Returns how many of the entries are not in the stream any more.
local key, group, me = KEYS[1], ARGV[1], ARGV[2]
local function hold(ids)
  if #ids == 0 then return 0 end
  local command = { 'XCLAIM', key, group, ARGV[3], 0 }
  for i = 1, #ids do command[5 + i] = ids[i] end
  local n = #command
  command[n + 1], command[n + 2], command[n + 3] = 'IDLE', ARGV[4], 'JUSTID'
  return #ids - #redis.call(unpack(command))
end

if ARGV[5] then
  local wanted, ids = {}, {}
  for i = 5, #ARGV do wanted[ARGV[i]] = true end
  for _, pending in ipairs(redis.call('XPENDING', key, group, ARGV[5], ARGV[#ARGV], 100000, me)) do
    if wanted[pending[1]] then ids[#ids + 1] = pending[1] end
  end
  return hold(ids)
end

local gone, behind = 0, '-'
while true do
  local ids = {}
  for i, pending in ipairs(redis.call('XPENDING', key, group, behind, '+', 1000, me)) do ids[i] = pending[1] end
  if #ids == 0 then break end
  gone = gone + hold(ids)
  behind = '(' .. ids[#ids]
end
if #redis.call('XPENDING', key, group, '-', '+', 1, me) == 0 then redis.call('XGROUP', 'DELCONSUMER', key, group, me) end
return gone
