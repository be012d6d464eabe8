-- Shared: how many entries were removed from a stream before its group came to them. The group's own count is put right, so that one loss is told
-- once, whoever of the group asks; a count that Redis does not keep or has lost tells nothing.
local function missed_by(stream, name)
  local group = group_of(stream, name)
  if not group or type(group['entries-read']) ~= 'number' then return 0 end
  local facts = facts_of(stream)
  local removed = facts['entries-added'] - facts.length
  if removed <= group['entries-read'] then return 0 end
  redis.call('XGROUP', 'SETID', stream, name, group['last-delivered-id'], 'ENTRIESREAD', removed)
  return removed - group['entries-read']
end
