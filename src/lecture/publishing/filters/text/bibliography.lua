-- Citations have entries, and the list of those that are cited closes the text.

local shared = require 'shared'

local bibliography = {}

function bibliography.close(doc)
  if not shared.lecture.cites then return end
  local known = {}
  for _, entry in ipairs(pandoc.utils.references(doc)) do known[entry.id] = true end
  local cited = false
  doc.blocks:walk {
    Cite = function(el)
      for _, citation in ipairs(el.citations) do
        cited = true
        if not known[citation.id] then shared.problem('unknown citation: @' .. citation.id) end
      end
    end,
  }
  if cited then
    local title = shared.words.headings.literature
    doc.blocks:insert(pandoc.Header(1, title, pandoc.Attr('literature', { 'unnumbered' })))
    doc.blocks:insert(pandoc.Div({}, pandoc.Attr('refs')))
  end
end

return bibliography
