-- Removes an idle group from a topic. KEYS: leases, streams. ARGV: group. Returns how many streams had it, or the owner of a lease.
local leases = redis.call('HGETALL', KEYS[1])
for i = 1, #leases, 2 do
  local lease = lease_of(KEYS[1], leases[i])
  if lease and lease.owner ~= '' then return lease.owner end
end
local removed = 0
for i = 2, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 1 then removed = removed + redis.call('XGROUP', 'DESTROY', KEYS[i], ARGV[1]) end
end
redis.call('UNLINK', KEYS[1])
return removed
