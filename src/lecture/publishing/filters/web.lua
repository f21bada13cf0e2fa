-- What the page and the slides share.

local shared = require 'shared'

local web = {}

function web.raw(html)
  return pandoc.RawBlock('html', html)
end

-- Blocks between an opening and a closing tag.
function web.between(opening, blocks, closing)
  local result = pandoc.Blocks { web.raw(opening) }
  result:extend(blocks)
  result:insert(web.raw(closing))
  return result
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

-- A video or a sound that a foreign notebook holds inside.
function web.media(el)
  local kind = el.attributes.player
  if not el.classes:includes('media') or not (kind == 'video' or kind == 'audio') then return nil end
  return pandoc.RawInline('html', ('<%s controls="" preload="metadata" aria-label="%s" src="%s"></%s>'):format(
    kind, web.escape(shared.words.jupyter.media[kind]), web.escape(el.attributes.address), kind))
end

function web.figure(el)
  el.attributes.number = nil
  return el
end

-- A claim with its mark: the element's `{outcome}` is a class of the style sheet, `{claim}` its name, `{said}` what is
-- said aloud, in the words that `said` names, and `{sign}` has an asterisk where a first measurement changed the claim.
function web.claim(el, said, element)
  local name = el.attributes.claim
  if not name then return nil end
  el.attributes.claim = nil
  local facts, words = shared.claims[name], shared.words.claims
  local outcome, sign = 'fails', '✗'
  if facts.holds then outcome, sign = 'holds', '✓' end
  local aloud = words[outcome][said]:gsub('{number}', ('%d'):format(facts.number))
  if facts.rewritten then
    aloud, sign = aloud .. ' (' .. words.rewritten.words .. ')', sign .. words.rewritten.mark
  end
  local parts = { outcome = outcome, claim = name, said = web.escape(aloud), sign = sign }
  return web.mark(el, (element:gsub('{(%a+)}', parts)))
end

-- Code that says above it where it lives; `title` makes a block of that.
function web.listing(el, title)
  local source = el.attributes.source
  if not source then return nil end
  el.attributes.source = nil
  return pandoc.Div({ title(source), el }, pandoc.Attr('', { 'listing' }))
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

-- The text of a long output with its first and last lines, and a line between them that says how many are missing.
function web.cut(el, first, last)
  local lines = {}
  for line in (el.text .. '\n'):gmatch('(.-)\n') do lines[#lines + 1] = line end
  if #lines <= first + last + 1 then return el.text end
  local kept = table.move(lines, 1, first, 1, {})
  kept[#kept + 1] = shared.words.jupyter.skipped:gsub('{lines}', tostring(#lines - first - last))
  return table.concat(table.move(lines, #lines - last + 1, #lines, #kept + 1, kept), '\n')
end

-- What a cell wrote, with its colours, where it has any: Python wrote them as HTML.
function web.output_text(el)
  if not el.classes:includes('output-text') then return nil end
  local class = el.classes[2]
  local kind = class:gsub('^output%-', '')
  local label = shared.words.outputs[kind]
  local long = tonumber(el.attributes.lines)
  if long and web.cuts then el.text, el.attributes.coloured = web.cut(el, web.cuts, 3), nil end
  local coloured = el.attributes.coloured
  local text = coloured and coloured:gsub('%%(%x%x)', function(hex) return string.char(tonumber(hex, 16)) end)
    or web.escape(el.text):gsub('&quot;', '&#34;'):gsub("'", '&#39;')
  local pre = ('<pre class="output-text %s" tabindex="0"%s%s><code>%s</code></pre>'):format(
    class, kind == 'error' and ' role="group"' or '', label and (' aria-label="%s"'):format(web.escape(label)) or '', text)
  if not long or web.cuts then return web.raw(pre) end
  local summary = shared.words.jupyter.long:gsub('{lines}', tostring(long))
  return web.raw(('<details class="folded-code"><summary>%s</summary>%s</details>'):format(web.escape(summary), pre))
end

-- Tags that would ask the network for something, or run something, don't enter an offline file.
local forbidden = { 'script', 'link', 'iframe', 'object', 'embed', 'style', 'base', 'meta' }

local function harmless(el)
  if el.format ~= 'html' then return nil end
  local lower = el.text:lower()
  if lower:match('^%s*<!%-%-') then return {} end
  for _, tag in ipairs(forbidden) do
    if lower:match('<' .. tag .. '[%s>/]') then return {} end
  end
  if lower:match('src%s*=%s*["\']?%s*https?:') or lower:match('src%s*=%s*["\']?//') then return {} end
end

-- The cell of a foreign formula is for messages of Typst.
local function without_cell(el)
  if not el.attributes.cell then return nil end
  el.attributes.cell = nil
  return el.identifier == '' and #el.classes == 0 and el.content or el
end

-- The blocks of a chapter without what no page takes as it is.
function web.tame(blocks, functions)
  functions.Span = without_cell
  functions.RawBlock, functions.RawInline, functions.CodeBlock = harmless, harmless, web.output_text
  return blocks:walk(functions)
end

return web
