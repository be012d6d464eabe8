-- Shared: a lease is one text, "epoch counter duration owner"; a free one has no owner. Nil for what is no lease.
local function lease_of(key, field)
  local text = redis.call('HGET', key, field)
  if not text then return nil end
  local epoch, counter, duration, owner = text:match('^(%d+) (%d+) (%d+) (.*)$')
  if not epoch then return nil end
  return { epoch = epoch, counter = counter, duration = duration, owner = owner }
end

-- Notes that a group was seen on a topic: retention spares what it has not settled.
local function saw(key)
  local time = redis.call('TIME')
  redis.call('HSET', key, 'seen', string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
end

local function store_lease(key, field, lease)
  redis.call('HSET', key, field, lease.epoch .. ' ' .. lease.counter .. ' ' .. lease.duration .. ' ' .. lease.owner)
end
