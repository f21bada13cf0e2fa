-- `@fig-x` → a link, by the number of what it leads to.

local shared = require 'shared'
local numbering = require 'text.numbering'

local references = {}

local function refer(citation, first)
  local identifier = citation.id
  local lower = identifier:gsub('^%a', string.lower)
  local target = numbering.target(lower)
  if not target then
    shared.problem('unknown reference: @' .. identifier)
    return pandoc.Str('@' .. identifier)
  end
  local text = (first or lower ~= identifier) and target.first or target.inner
  return pandoc.Link(text, '#' .. lower, '', pandoc.Attr('', { 'reference' }))
end

local function replaced(el, first)
  local kind_of = numbering.kind_of
  local ours = el.citations:filter(function(citation) return kind_of(citation.id) end)
  if #ours == 0 then
    -- Without a bibliography `@property` in a text is just that.
    if not shared.lecture.cites then return el.content end
    return nil
  end
  if el.citations[1].mode == 'AuthorInText' then return refer(el.citations[1], first) end
  local inside = pandoc.Inlines {}
  for position, citation in ipairs(ours) do
    if position > 1 then inside:extend { pandoc.Str(','), pandoc.Space() } end
    inside:extend(citation.prefix)
    if #citation.prefix > 0 then inside:insert(pandoc.Space()) end
    inside:insert(refer(citation, false))
    inside:extend(citation.suffix)
  end
  local bare = #ours == 1 and kind_of(ours[1].id) == 'eq' and #ours[1].prefix + #ours[1].suffix == 0
  if not bare then
    inside:insert(1, pandoc.Str('('))
    inside:insert(pandoc.Str(')'))
  end
  local rest = el.citations:filter(function(citation) return not kind_of(citation.id) end)
  if #rest > 0 then
    inside:insert(pandoc.Space())
    inside:insert(pandoc.Cite({ pandoc.Str('') }, rest))
  end
  return inside
end

-- `[see @fig-x; @lecun1998]` → links in brackets, and the citations that are left.
function references.cite(el)
  return replaced(el, false)
end

-- A reference that opens a paragraph begins with a capital.
function references.opening(el)
  local item = el.content[1]
  if item and item.t == 'Cite' then
    local new = replaced(item, true)
    if new then
      el.content:remove(1)
      if pandoc.utils.type(new) == 'Inline' then new = pandoc.Inlines { new } end
      for position, inline in ipairs(new) do el.content:insert(position, inline) end
    end
    return el
  end
end

return references
