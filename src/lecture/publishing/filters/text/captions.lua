-- Figures and tables: their numbers, and the label that opens the caption.

local shared = require 'shared'
local numbering = require 'text.numbering'
local terms = require 'text.terms'

local captions = {}

local function label(caption, words, number)
  local mark = shared.span('caption-label', { pandoc.Str(words.caption .. shared.nbsp .. number .. '.') })
  local first = caption.long[1]
  if not first then
    caption.long = { pandoc.Plain { mark } }
    return
  end
  first.content:insert(1, pandoc.Space())
  first.content:insert(1, mark)
end

local function number_it(el, kind, words)
  local number = numbering.count(kind)
  el.attributes.number = number
  label(el.caption, words, number)
  numbering.register(el.identifier, numbering.reference(words, number))
end

local function picture_of(figure)
  local found
  figure.content:walk { Image = function(image) found = found or image end }
  return found
end

function captions.figure(el)
  if numbering.kind_of(el.identifier) ~= 'fig' then
    numbering.register(el.identifier, nil)
    return el, false
  end
  local picture = picture_of(el)
  local caption = pandoc.utils.stringify(el.caption.long)
  local alt = picture and pandoc.utils.stringify(picture.caption) or ''
  if alt == '' or alt == caption then
    shared.problem('figure without alternative text: ' .. el.identifier .. ' (add alt="…" that says what is on it)')
  end
  number_it(el, 'fig', shared.words.figure)
  return el, false
end

function captions.table(el)
  if numbering.kind_of(el.identifier) == 'tbl' then number_it(el, 'tbl', shared.words.table) end
  -- Widths counted from dashes of the source say nothing; the formats find better ones.
  el.colspecs = el.colspecs:map(function(spec) return { spec[1], nil } end)
  return el:walk { Span = terms.first_use }, false
end

return captions
