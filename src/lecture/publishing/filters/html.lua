-- The page: what the reader can open (evidence, answers, tabs, folded code), and boxes that scroll on their own.

package.path = pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), '?.lua;' } .. package.path
local shared = require 'shared'
local web = require 'web'
local raw = web.raw

local tabs_made = 0

-- The number of a heading is its permanent link, or all of it where it has none.
local function header(el)
  local number = el.attributes.number
  if not number then
    if el.identifier == '' or shared.foreign then return nil end
    el.content = { pandoc.Link(el.content, '#' .. el.identifier, '', pandoc.Attr('', { 'header-link' })) }
    return el
  end
  el.attributes.number = nil
  local link = pandoc.Link(number, '#' .. el.identifier, '', pandoc.Attr('', { 'header-number' }))
  el.content:insert(1, pandoc.Space())
  el.content:insert(1, link)
  return el
end

local function tabs(el)
  tabs_made = tabs_made + 1
  local name = 'tabs-' .. tabs_made
  local result, position = pandoc.Blocks {}, 0
  for _, tab in ipairs(el.content) do
    if tab.t == 'Div' and tab.classes:includes('tab') then
      position = position + 1
      local identifier = name .. '-' .. position
      result:insert(raw(('<input type="radio" name="%s" id="%s"%s><label for="%s">%s</label>'):format(
        name, identifier, position == 1 and ' checked' or '', identifier, web.escape(tab.attributes.title))))
      result:insert(pandoc.Div(tab.content, pandoc.Attr('', { 'tab' }, { title = tab.attributes.title })))
    end
  end
  local opening = ('<div class="tabs" role="group" aria-label="%s">'):format(web.escape(shared.words.tabs))
  return web.between(opening, result, '</div>')
end

local function fold(summary, class, blocks, identifier)
  local name = identifier and (' id="%s"'):format(web.escape(identifier)) or ''
  local opening = ('<details class="%s"%s><summary>%s</summary>'):format(class, name, web.escape(summary))
  return web.between(opening, blocks, '</details>')
end

local function is_output(block)
  return block.t == 'Div' and block.classes:includes('output')
end

-- Foreign HTML: what its author folded away.
local function details(el)
  local summary = shared.words.answer
  local rest = el.content:filter(function(block)
    local is_summary = block.t == 'Div' and block.classes:includes('summary')
    if is_summary then summary = pandoc.utils.stringify(block) end
    return not is_summary
  end)
  return fold(summary, 'answer', rest)
end

local function div(el)
  if el.classes:includes('slides-only') then return {} end
  if el.classes:includes('not-on-slides') then return el.content end
  if el.classes:includes('tabs') then return tabs(el) end
  if el.classes:includes('details') then return details(el) end
  if el.classes:includes('answer') then return fold(shared.words.answer, 'answer', el.content) end
  if el.classes:includes('curious') then
    -- A div of its own: a heading in it would else carry the end of the fold into its section.
    return fold(shared.curious(el), 'curious', { pandoc.Div(el.content) }, el.identifier)
  end
  if el.classes:includes('exercise') then
    web.label_exercise(el)
    return el
  end
  if el.classes:includes('hide-cell') then
    el.content = fold(shared.words.cell, 'folded-code', el.content)
    return el
  end
  if el.classes:includes('hide-output') then
    local outputs = el.content:filter(is_output)
    el.content = el.content:filter(function(block) return not is_output(block) end)
    el.content:extend(fold(shared.words.output, 'folded-code', outputs))
    return el
  end
  if el.classes:includes('hide-input') then
    el.content = el.content:walk {
      CodeBlock = function(code)
        if code.classes:includes('cell-code') then return fold(shared.words.code, 'folded-code', { code }) end
      end,
    }
    return el
  end
end

-- A table with a number is a landmark; others, which have no name of their own, are not.
local function table_(el)
  local word, number = shared.words.table.caption, el.attributes.number
  local name = number and word .. ' ' .. number or word
  el.attributes.number = nil
  return web.between(('<div class="scroll" tabindex="0" role="%s" aria-label="%s">'):format(
    number and 'region' or 'group', web.escape(name)), { el }, '</div>')
end

-- A long formula in a line may be wider than a telephone: there it scrolls in a box.
local LONG = 24  -- letters of TeX
local function formula(el)
  if el.mathtype ~= 'InlineMath' or utf8.len(el.text) < LONG then return nil end
  return pandoc.Span({ el }, pandoc.Attr('', { 'inline-formula' }))
end

-- How long a chapter is read, below its heading. Code is looked at, not read.
local WORDS = 150  -- a minute: the text of a lecture, with its formulas and figures
local function reading(blocks)
  local first = blocks[1]
  if not (first and first.t == 'Header' and first.level == 1 and first.attributes.number) then return blocks end
  local text = pandoc.utils.stringify(blocks:walk { CodeBlock = function() return {} end })
  local _, words = text:gsub('%S+', '')
  local minutes = shared.words.chapters.reading:gsub('{minutes}', tostring(math.max(1, math.ceil(words / WORDS))))
  blocks:insert(2, raw(('<p class="reading">%s</p>'):format(web.escape(minutes))))
  return blocks
end

local function code(el)
  return web.listing(el, function(source) return raw('<p class="code-source">' .. web.escape(source) .. '</p>') end)
end

local function claim(el)
  return web.claim(el, 'mark', '<button type="button" class="claim-mark {outcome}" popovertarget="claim-{claim}" '
    .. 'aria-label="{said}">{sign}</button>')
end

-- At the end of each section, where a reader tells of a mistake; the address names the place.
local function reports(blocks)
  local made, place = pandoc.Blocks {}, nil
  local function finish()
    if not place then return end
    local address = shared.report:gsub('{place}', function() return (place:gsub('[^%w%-._~]', function(byte)
      return ('%%%02X'):format(byte:byte())
    end)) end)
    made:insert(raw(('<p class="report"><a href="%s">%s</a></p>'):format(web.escape(address), web.escape(shared.words.report))))
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level <= 2 then
      finish()
      local number = block.attributes.number
      place = (number and number .. ' ' or '') .. pandoc.utils.stringify(block.content)
    end
    made:insert(block)
  end
  finish()
  return made
end

function Pandoc(doc)
  shared.begin(doc)
  if not shared.foreign then doc.blocks = reading(doc.blocks) end
  if shared.report then doc.blocks = reports(doc.blocks) end
  doc.blocks = web.tame(doc.blocks, {}):walk {
    Math = formula, Header = header, Div = div, Table = table_, CodeBlock = code, Span = function(el) return claim(el) or web.equation(el) or web.media(el) end,
    Figure = web.figure,
  }
  return doc
end
