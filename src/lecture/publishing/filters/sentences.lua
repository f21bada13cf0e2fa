-- Sentences, and what they weigh.

local shared = require 'shared'

local sentences = {}

local LABEL = 3       -- a run in bold or italics of so many words that ends like a sentence is a label: «Question.»
local KEY_WORDS = 4   -- a bold run of so many words is a key sentence, a shorter one an emphasis

local function begins_sentence(inline)
  if not inline then return true end
  if inline.t ~= 'Str' then return inline.t ~= 'Link' and inline.t ~= 'Math' end
  local letter = pandoc.text.sub(inline.text, 1, 1)
  return pandoc.text.lower(letter) ~= letter or letter == shared.words.quotes.double[1]
end

local function ends_sentence(inlines, index)
  local inline, gap = inlines[index], inlines[index + 1]
  if gap and gap.t ~= 'Space' and gap.t ~= 'SoftBreak' then return false end
  local text = pandoc.utils.stringify(inline)
  local is_initial = pandoc.text.len(text) <= 2 and text:match('%.$')
  local quotes = shared.words.quotes
  local closed = '[.!?][' .. quotes.double[2] .. quotes.single[2] .. ')]*$'
  return not is_initial and (text:match(closed) or text:match('…$')) and begins_sentence(inlines[index + 2])
end

function sentences.count(inlines)
  local _, words = pandoc.utils.stringify(inlines):gsub('%S+', '')
  return words
end

-- Whether these inlines are no more than a label of what follows: «Question.», «Figure 1.1.»
local function is_label(inlines)
  local first = inlines[1]
  if #inlines ~= 1 then return false end
  if first.t == 'Span' then return first.classes:includes('caption-label') end
  return (first.t == 'Strong' or first.t == 'Emph') and sentences.count(inlines) <= LABEL
end

-- The sentences of a paragraph; a label belongs to the one behind it.
function sentences.of(inlines)
  local result = pandoc.List { pandoc.Inlines {} }
  for index, inline in ipairs(inlines) do
    local last = result[#result]
    local gap = inline.t == 'Space' or inline.t == 'SoftBreak'
    if not (gap and #last == 0) then last:insert(inline) end
    if ends_sentence(inlines, index) and not is_label(last) then result:insert(pandoc.Inlines {}) end
  end
  if #result[#result] == 0 then result:remove() end
  return result
end

-- One text of several sentences.
function sentences.joined(list)
  local result = pandoc.Inlines {}
  for position, sentence in ipairs(list) do
    if position > 1 then result:insert(pandoc.Space()) end
    result:extend(sentence)
  end
  return result
end

local function is_key(inline)
  if inline.t == 'Span' then return inline.attributes.claim ~= nil end
  return inline.t == 'Strong' and sentences.count { inline } >= KEY_WORDS
end

local NESTED = { Span = true, Strong = true, Emph = true, Link = true, Quoted = true }

-- Whether some inline of a sentence passes a test: a walk of pandoc's takes many times as long.
function sentences.has(sentence, test)
  for _, inline in ipairs(sentence) do
    if NESTED[inline.t] and (test(inline) or sentences.has(inline.content, test)) then return true end
  end
  return false
end

-- A sentence that its author made stand out: it is a claim, much of it is bold, or it begins in bold.
function sentences.is_key(sentence)
  return sentence[1] and sentence[1].t == 'Strong' or sentences.has(sentence, is_key)
end

return sentences
