-- Takes a lease if it is free, or held exactly as expected.
-- KEYS: leases, and for a partition its stream. ARGV: field, owner, duration, the expected owner, epoch and counter ('' = must be free), group.
-- Returns the epoch and the group's last-delivered id (false for a membership), or nothing where someone else was faster.
local lease = lease_of(KEYS[1], ARGV[1])
if lease and lease.owner ~= '' and not (lease.owner == ARGV[4] and lease.epoch == ARGV[5] and lease.counter == ARGV[6]) then return false end
local epoch, position
if KEYS[2] then
  local group = group_of(KEYS[2], ARGV[7])
  if not group then return no_group(KEYS[2], ARGV[7]) end
  saw(KEYS[1])
  epoch, position = (lease and tonumber(lease.epoch) or 0) + 1, group['last-delivered-id']
else
  -- The lease of a member disappears with it: its epochs go on in a count of the group.
  epoch, position = redis.call('HINCRBY', KEYS[1], 'epoch', 1), false
end
store_lease(KEYS[1], ARGV[1], { epoch = epoch, counter = 0, duration = ARGV[3], owner = ARGV[2] })
return { epoch, position }
