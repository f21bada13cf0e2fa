-- What the page and the slides share.

local shared = require 'shared'

local web = {}

function web.raw(html)
  return pandoc.RawBlock('html', html)
end

function web.escape(text)
  local entities = { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }
  return (tostring(text or ''):gsub('[&<>"]', entities))
end

-- The number stands at the right edge, and a long formula scrolls in its own box.
function web.equation(el)
  if not el.classes:includes('equation') then return nil end
  local number = el.attributes.number
  el.attributes.number = nil
  local body = pandoc.Span(el.content, pandoc.Attr('', { 'equation-body' }))
  el.content = pandoc.Inlines { body }
  if number then
    el.content:insert(pandoc.Span('(' .. number .. ')', pandoc.Attr('', { 'equation-number' })))
  end
  return el
end

-- Puts a mark behind the last word of a span: it stays on that word's line, and the punctuation behind it as well.
function web.mark(el, html)
  local mark = pandoc.RawInline('html', html .. '\u{2060}')  -- a word joiner
  local last = el.content[#el.content]
  if last and (last.t == 'Str' or last.t == 'Code' or last.t == 'Math') then
    el.content[#el.content] = pandoc.Span({ last, mark }, pandoc.Attr('', { 'unbroken' }))
  else
    el.content:insert(mark)
  end
  return el
end

function web.figure(el)
  el.attributes.number = nil
  return el
end

-- How a claim came out: a class of the style sheet, and the words for it.
function web.outcome(facts)
  return facts.holds and 'holds' or 'fails'
end

function web.verdict(facts)
  return shared.words.claims[web.outcome(facts)]
end

function web.label_exercise(el)
  local mark = pandoc.Span(shared.words.exercise .. ' ' .. el.attributes.number .. '.', pandoc.Attr('', { 'exercise-label' }))
  el.attributes.number = nil
  local first = el.content[1]
  if first and (first.t == 'Para' or first.t == 'Plain') then
    first.content:insert(1, pandoc.Space())
    first.content:insert(1, mark)
  else
    el.content:insert(1, pandoc.Para { mark })
  end
end

-- Tags that would ask the network for something, or run something, don't enter an offline file.
local forbidden = { 'script', 'link', 'iframe', 'object', 'embed', 'style', 'base', 'meta' }

function web.harmless(el)
  if el.format ~= 'html' then return nil end
  local lower = el.text:lower()
  if lower:match('^%s*<!%-%-') then return {} end
  for _, tag in ipairs(forbidden) do
    if lower:match('<' .. tag .. '[%s>/]') then return {} end
  end
  if lower:match('src%s*=%s*["\']?%s*https?:') or lower:match('src%s*=%s*["\']?//') then return {} end
end

local function first_heading(blocks)
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then return pandoc.utils.stringify(block.content) end
  end
end

-- What the templates need, as plain text: among it the language's words, and what scripts say as JSON.
function web.meta(doc)
  local lecture = shared.lecture
  local meta = { words = shared.words }
  meta['script-words'] = pandoc.RawInline('html', (pandoc.json.encode(shared.words.scripts):gsub('<', '\\u003c')))
  for key, value in pairs(doc.meta) do
    if key == 'lang' then meta[key] = value end
  end
  local title = lecture.title ~= '' and lecture.title
  meta.pagetitle = title or first_heading(doc.blocks) or lecture.name
  if title then meta.title = pandoc.Inlines(title) end
  for _, key in ipairs { 'subtitle', 'date', 'edition' } do
    if lecture[key] ~= '' then meta[key] = pandoc.Inlines(lecture[key]) end
  end
  if #lecture.authors > 0 then meta.author = pandoc.Inlines(table.concat(lecture.authors, ', ')) end
  return meta
end

return web
