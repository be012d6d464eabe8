-- Shared: how many entries were removed from a stream before its group came to them. The group's own count is put right, so that one loss is told
-- once, whoever of the group asks. Redis forgets its count when it reads its append-only file again after XREADGROUP: a group that has everything is
-- given it back, and only one whose stream begins behind it is held to have missed something.
local function missed_by(stream, name)
  local group = group_of(stream, name)
  if not group then return 0 end
  local facts, position, read = facts_of(stream), group['last-delivered-id'], group['entries-read']
  local added = facts['entries-added']
  if position == facts['last-generated-id'] then
    if read ~= added then redis.call('XGROUP', 'SETID', stream, name, position, 'ENTRIESREAD', added) end
    return 0
  end
  local first = facts['first-entry'] and facts['first-entry'][1]
  if type(read) ~= 'number' or (first and not is_before(id_of(position), id_of(first))) then return 0 end
  local removed = added - facts.length
  if removed <= read then return 0 end
  redis.call('XGROUP', 'SETID', stream, name, position, 'ENTRIESREAD', removed)
  return removed - read
end
