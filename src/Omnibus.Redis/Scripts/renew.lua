-- Raises the counters of leases that are still held. KEYS: leases. ARGV: field, owner, epoch, and so on. Returns the places of those that are lost.
local lost, seen = {}, false
for i = 1, #ARGV, 3 do
  local lease = lease_of(KEYS[1], ARGV[i])
  if lease and lease.owner == ARGV[i + 1] and lease.epoch == ARGV[i + 2] then
    lease.counter = lease.counter + 1
    store_lease(KEYS[1], ARGV[i], lease)
    seen = seen or tonumber(ARGV[i]) ~= nil
  else
    lost[#lost + 1] = (i - 1) / 3
  end
end
if seen then saw(KEYS[1]) end
return lost
