-- The first use of a term leads to its entry in the glossary, and the entry back to it, by the section's number.

local shared = require 'shared'
local numbering = require 'text.numbering'

local terms = {}

local entries = {}  -- identifiers of the glossary's entries

function terms.remember_entry(el)
  if el.identifier:match('^glossary%-') then entries[el.identifier] = true end
end

function terms.first_use(el)
  local name = el.attributes.term
  if not name then return nil end
  el.attributes.term = nil
  el.identifier = 'term-' .. name
  numbering.register(el.identifier, numbering.section or shared.words.place)
  if entries['glossary-' .. name] then
    el.content = { pandoc.Link(el.content, '#glossary-' .. name, '', pandoc.Attr('', { 'term' })) }
  end
  return el
end

return terms
