-- Counts entries, at most a page of them. KEYS: stream. ARGV: the id behind which to begin, the most entries.
-- Returns how many there are and the last one's id (false = none).
local entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
return { #entries, #entries > 0 and entries[#entries][1] or false }
