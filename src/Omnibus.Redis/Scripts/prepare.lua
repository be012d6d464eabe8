-- Stores where a group begins, in every partition of a topic in which it has no position yet.
-- KEYS: the streams of all partitions. ARGV: group, the id behind which it begins, or '$' for what is stored from now on.
for _, stream in ipairs(KEYS) do
  if not group_of(stream, ARGV[1]) then
    redis.call('XGROUP', 'CREATE', stream, ARGV[1], ARGV[2], 'MKSTREAM')
    local added = facts_of(stream)['entries-added']
    if added then
      local known = false
      if ARGV[2] == '$' then known = added elseif ARGV[2] == '0-0' then known = added - redis.call('XLEN', stream) end
      if known then redis.call('XGROUP', 'SETID', stream, ARGV[1], ARGV[2], 'ENTRIESREAD', known) end
    end
  end
end
return 'prepared'
