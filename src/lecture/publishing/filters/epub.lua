-- The book for e-readers: nothing to open, nothing that runs. Answers and evidence stand at its end.

package.path = pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), '?.lua;' } .. package.path
local shared = require 'shared'
local web = require 'web'
local raw = web.raw

web.cuts = 40  -- lines of a long output

local answers = pandoc.Blocks {}

local function titled(words, class)
  return pandoc.Para { pandoc.Span(words, pandoc.Attr('', { class })) }
end

local function header(el)
  local number = el.attributes.number
  if not number then return nil end
  el.attributes.number = nil
  el.content:insert(1, pandoc.Space())
  el.content:insert(1, pandoc.Span(number, pandoc.Attr('', { 'header-number' })))
  return el
end

-- The answer to an exercise, behind a link to it.
local function answer(exercise, content)
  local name = shared.words.exercise .. ' ' .. exercise.attributes.number .. '.'
  local identifier = 'answer-' .. exercise.identifier
  answers:insert(pandoc.Div(
    { titled({ pandoc.Link(name, '#' .. exercise.identifier) }, 'exercise-label'), table.unpack(content) },
    pandoc.Attr(identifier, { 'answer' })))
  return pandoc.Para { pandoc.Link(shared.words.answer, '#' .. identifier, '', pandoc.Attr('', { 'to-answer' })) }
end

local function exercise(el)
  el.content = el.content:walk {
    Div = function(inner)
      if inner.classes:includes('answer') then return answer(el, inner.content) end
    end,
  }
  web.label_exercise(el)
  return el
end

local function div(el)
  if el.classes:includes('slides-only') then return {} end
  if el.classes:includes('not-on-slides') then return el.content end
  if el.classes:includes('exercise') then return exercise(el) end
  if el.classes:includes('answer') then
    el.content:insert(1, titled(shared.words.answer .. '.', 'exercise-label'))
  elseif el.classes:includes('curious') then
    local words = shared.curious(el)
    el.attributes.title = nil
    el.content:insert(1, titled(words, 'fold-title'))
  elseif el.classes:includes('tab') then
    local words = el.attributes.title
    el.attributes.title = nil
    el.content:insert(1, titled(words, 'fold-title'))
  else
    return nil
  end
  return el
end

-- A page of an e-reader can't be scrolled sideways: many columns get smaller letters.
local MANY = 6
local function table_(el)
  el.attributes.number = nil
  return pandoc.Div({ el }, pandoc.Attr('', #el.colspecs < MANY and { 'wide' } or { 'wide', 'many-columns' }))
end

local function code(el)
  return web.listing(el, function(source) return titled(source, 'code-source') end)
end

-- The mark of a claim leads to its evidence.
local function claim(el)
  return web.claim(el, 'mark', '<a class="claim-mark {outcome}" epub:type="noteref" role="doc-noteref" '
    .. 'href="#claim-{claim}" aria-label="{said}">{sign}</a>')
end

-- The box of a task stays a letter: pandoc would make a control of it.
local function box(el)
  if el.text == '☐' or el.text == '☒' then return pandoc.Span { el } end
end

-- HTML that an author wrote as such is no XML; what was read into elements is there already.
local function no_html(el)
  return el.format == 'html' and {} or nil
end

function Pandoc(doc)
  shared.begin(doc)
  doc.blocks = doc.blocks:walk { RawBlock = no_html, RawInline = no_html }
  doc.blocks = web.tame(doc.blocks, {}):walk {
    Header = header, Table = table_, CodeBlock = code, Figure = web.figure, Str = box,
    Span = function(el) return claim(el) or web.equation(el) or web.media(el) end,
  }
  doc.blocks = shared.top_down(doc.blocks, { Div = div })
  doc.blocks:insert(raw('<!-- answers -->'))
  doc.blocks:extend(answers)
  return doc
end
