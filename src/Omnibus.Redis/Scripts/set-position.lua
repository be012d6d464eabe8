-- Moves an idle group. KEYS: stream, leases. ARGV: group, partition, the id behind which it goes on, how many entries were stored up to it
--   ('' = unknown), the consumer that claims. Returns 'moved', or the owner of the partition's lease.
local group = group_of(KEYS[1], ARGV[1])
if not group then return no_group(KEYS[1], ARGV[1]) end
local lease = lease_of(KEYS[2], ARGV[2])
if lease and lease.owner ~= '' then return lease.owner end
local command = { 'XGROUP', 'SETID', KEYS[1], ARGV[1], ARGV[3] }
if ARGV[4] ~= '' and group['entries-read'] ~= nil then
  command[6], command[7] = 'ENTRIESREAD', ARGV[4]
end
redis.call(unpack(command))
-- What was claimed and not finished belongs to the old position.
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[5])
return 'moved'
