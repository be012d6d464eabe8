-- Frees leases that are still held. KEYS: leases. ARGV: 'keep' the lease and its epoch or 'drop' it, then field, owner, epoch, and so on.
for i = 2, #ARGV, 3 do
  local lease = lease_of(KEYS[1], ARGV[i])
  if lease and lease.owner == ARGV[i + 1] and lease.epoch == ARGV[i + 2] then
    if ARGV[1] == 'drop' then
      redis.call('HDEL', KEYS[1], ARGV[i])
    else
      lease.owner = ''
      store_lease(KEYS[1], ARGV[i], lease)
    end
  end
end
return 'released'
