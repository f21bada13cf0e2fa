-- A claim in the text is one that was checked.

local shared = require 'shared'

local claims = {}

function claims.check(el)
  local identifier = el.attributes.claim
  if identifier and not shared.lecture.claims[identifier] then
    shared.problem('unknown claim: ' .. identifier)
  end
end

return claims
