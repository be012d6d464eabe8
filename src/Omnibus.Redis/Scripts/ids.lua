-- Shared: ids of entries, to be compared.
local function id_of(text)
  local milliseconds, sequence = text:match('^(%d+)-(%d+)$')
  return { tonumber(milliseconds), tonumber(sequence) }
end

local function is_before(left, right) return left[1] < right[1] or (left[1] == right[1] and left[2] < right[2]) end
