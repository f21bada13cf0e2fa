-- The page: what the reader can open (evidence, answers, tabs, folded code), and boxes that scroll on their own.

package.path = pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), '?.lua;' } .. package.path
local shared = require 'shared'
local web = require 'web'
local raw = web.raw

local tabs_made = 0

-- The number of a heading is its permanent link.
local function header(el)
  local number = el.attributes.number
  if not number then return nil end
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

local function table_(el)
  local word, number = shared.words.table.caption, el.attributes.number
  local name = number and word .. ' ' .. number or word
  el.attributes.number = nil
  return web.between(
    ('<div class="scroll" tabindex="0" role="region" aria-label="%s">'):format(web.escape(name)), { el }, '</div>')
end

-- A named piece of the lecture's own code says where it lives.
local function code(el)
  local source = el.attributes.source
  if not source then return nil end
  el.attributes.source = nil
  return pandoc.Div({ raw('<p class="code-source">' .. web.escape(source) .. '</p>'), el },
    pandoc.Attr('', { 'listing' }))
end

local function claim(el)
  local identifier = el.attributes.claim
  if not identifier then return nil end
  local facts = shared.claims[identifier]
  el.attributes.claim = nil
  el.classes:insert('claim')
  local words, sign = web.sign(facts, 'mark')
  return web.mark(el, ('<button type="button" class="claim-mark %s" popovertarget="claim-%s" aria-label="%s">%s</button>'):format(
    web.outcome(facts), identifier, web.escape(words), sign))
end

function Pandoc(doc)
  shared.begin(doc)
  doc.blocks = web.tame(doc.blocks, {}):walk {
    Header = header, Div = div, Table = table_, CodeBlock = code, Span = function(el) return claim(el) or web.equation(el) or web.media(el) end,
    Figure = web.figure,
  }
  return doc
end
