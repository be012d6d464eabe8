-- Makes a settlement durable, unless someone newer owns the partition. The group's last-delivered id is the stored position.
-- KEYS: stream, leases. ARGV: group, partition, epoch, the id that is settled ('' = only acknowledge), the id that we stored last, the id that
--   we tried to store last, how many entries were stored up to the settled one ('' = unknown), claimed ids to acknowledge.
-- Returns 'settled', 'fenced', or the id of a neighbour in our group, which was moved away. Then, where the position was moved: how many entries were
--   removed from the stream so far (false = unknown), how many it has, whether it now begins behind the position that we had (1), and the id of
--   its first entry (false = it is empty).
local group = group_of(KEYS[1], ARGV[1])
if not group then return no_group(KEYS[1], ARGV[1]) end
local lease = lease_of(KEYS[2], ARGV[2])
if not lease or lease.epoch ~= ARGV[3] then return { 'fenced' } end
saw(KEYS[2])
for first = 8, #ARGV, 1000 do
  redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, first, math.min(first + 999, #ARGV)))
end
local settled, found = ARGV[4], group['last-delivered-id']
if settled == '' or settled == found then return { 'settled' } end
local stream, read = facts_of(KEYS[1]), ARGV[7]
local added = stream['entries-added']
if added and settled == stream['last-generated-id'] then read = added end
local command = { 'XGROUP', 'SETID', KEYS[1], ARGV[1], settled }
if added and read ~= '' then
  command[6], command[7] = 'ENTRIESREAD', read
end
redis.call(unpack(command))
local status = (found == ARGV[5] or found == ARGV[6]) and 'settled' or found
local first = stream['first-entry'] and stream['first-entry'][1]
local behind = (not first or not redis.call('XRANGE', KEYS[1], '-', found, 'COUNT', 1)[1]) and 1 or 0
return { status, added and added - stream.length or false, stream.length, behind, first or false }
