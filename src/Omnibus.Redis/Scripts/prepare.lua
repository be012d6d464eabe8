-- Stores where a group begins, in every partition of a topic in which it has no position.
-- KEYS: leases, then the streams of all partitions. ARGV: group, the id behind which it begins, or '$' for what is stored from now on, 'time' where
--   the id is a time (one that has not come yet is now), then for each partition the id up to which the group had got ('' = never seen).
-- Returns the numbers of the partitions in which the group had been and was not any more.
saw(KEYS[1])
local again = {}
for i = 2, #KEYS do
  local stream, begin, kept = KEYS[i], ARGV[2], ARGV[i + 2]
  if not group_of(stream, ARGV[1]) then
    if kept ~= '' then
      begin, again[#again + 1] = kept, i - 2
    elseif ARGV[3] == 'time' then
      local exists = redis.call('EXISTS', stream) == 1
      if not exists or is_before(id_of(facts_of(stream)['last-generated-id']), id_of(begin)) then begin = '$' end
    end
    redis.call('XGROUP', 'CREATE', stream, ARGV[1], begin, 'MKSTREAM')
    local added = facts_of(stream)['entries-added']
    if added then
      local known = false
      if begin == '$' then known = added elseif begin == '0-0' then known = added - redis.call('XLEN', stream) end
      if known then redis.call('XGROUP', 'SETID', stream, ARGV[1], begin, 'ENTRIESREAD', known) end
    end
  end
end
return again
