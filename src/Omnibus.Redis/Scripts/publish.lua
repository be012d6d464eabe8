-- Stores records, in order, all in one step: nobody's entries come between them, and a lost connection stores all or none.
-- KEYS: stream, facts of the topic, the producer's last call that was stored. ARGV: number of partitions, about how many entries the stream keeps
--   ('' = all: this trims what nobody read, and is asked for by name), the number of the call before this one ('' = none is on its way), the
--   number of this one, then runs of records that have the same fields: number of records, number of fields, the names of the fields, the values
--   of each record.
-- Returns the ids. The stream must exist: a mistyped topic makes nothing. Where Redis refuses a record, its error is the last element and
-- nothing after it was stored, by this call or one that follows it.
if (redis.call('HGET', KEYS[2], 'partitions') or '1') ~= ARGV[1] then
  return redis.error_reply('PARTITIONSCHANGED the topic has another number of partitions')
end
if ARGV[3] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[3] then
  return redis.error_reply('BROKENBATCH the records before these were not stored')
end
local ids, count, at = {}, 0, 5
local command = { 'XADD', KEYS[1], 'NOMKSTREAM' }
if ARGV[2] ~= '' then command[4], command[5], command[6] = 'MAXLEN', '~', ARGV[2] end
command[#command + 1] = '*'
local before = #command
while ARGV[at] do
  local records, fields = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  at = at + 2
  for field = 1, fields do
    command[before - 1 + 2 * field] = ARGV[at]
    at = at + 1
  end
  for record = 1, records do
    for field = 1, fields do
      command[before + 2 * field] = ARGV[at]
      at = at + 1
    end
    local id = redis.pcall(unpack(command, 1, before + 2 * fields))
    if not id then return redis.error_reply('NOTOPIC there is no such stream') end
    if id.err and count == 0 then return id end
    count = count + 1
    ids[count] = id
    if id.err then return ids end
  end
end
redis.call('SET', KEYS[3], ARGV[4], 'PX', 600000)
return ids
