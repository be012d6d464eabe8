-- Shared: the facts of a consumer group of a stream, by name of the fact; nil where there is no such stream or group.
-- A fact that Redis does not know is false; one that this version of Redis does not have is nil.
local function group_of(stream, name)
  if redis.call('EXISTS', stream) == 0 then return nil end
  for _, flat in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local group = {}
    for i = 1, #flat, 2 do group[flat[i]] = flat[i + 1] end
    if group.name == name then return group end
  end
end

local function no_group(stream, name)
  return redis.error_reply("NOGROUP No such key '" .. stream .. "' or consumer group '" .. name .. "'")
end

local function facts_of(stream)
  local flat, facts = redis.call('XINFO', 'STREAM', stream), {}
  for i = 1, #flat, 2 do facts[flat[i]] = flat[i + 1] end
  return facts
end

-- How many entries were stored up to and with the one behind which the group goes on; false or nil where nobody knows.
local function entries_read(stream, group)
  if type(group.lag) == 'number' then return facts_of(stream)['entries-added'] - group.lag end
  return group['entries-read']
end
