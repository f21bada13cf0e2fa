-- Slides from the text of the page. The rule:
--   * a figure, a table, a formula, code with its output, an exercise, tabs: a slide each, under the heading of
--     their section, as large as they can be;
--   * lists, quotations, the first sentence of a section and every sentence that is bold or a claim are shown,
--     as many on a slide as can be read from the last row;
--   * all prose goes into the speaker's notes (key S), answers and parts for the curious nowhere;
--   * a slide also begins at `##`, `###` and `---`; `.slides-only` is shown as it is, `.not-on-slides` is not.
-- Where the cells of a notebook say on which slide they are (slide, subslide, fragment, skip, notes), as Jupyter asks
-- for it, all this is its author's affair: everything is shown, slides begin where they were told to.

package.path = pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), '?.lua;' } .. package.path
local shared = require 'shared'
local web = require 'web'
local raw = web.raw

local READABLE = 480      -- characters of text on one slide
local KICKER = 170        -- characters that may stand above a figure
local LONG_CODE = 13      -- lines, from here the letters get smaller
local LONG_TABLE = 8      -- rows, the same
local KEY_WORDS = 4       -- a bold run of so many words is a key sentence, a shorter one an emphasis

local slides = pandoc.List {}
local section = { title = nil, identifier = '' }
local current                       -- the slide that is being filled
local waiting = pandoc.Blocks {}    -- notes whose slide has not begun yet
local lead = false                  -- the next paragraph opens a section
local arranged                      -- what the cell that is being read said, if cells say something

local function length(element)
  return pandoc.text.len(pandoc.utils.stringify(element))
end

local function end_fragment()
  if current and current.fragment then
    current.blocks:insert(raw('</div>'))
    current.fragment = false
  end
end

local function close()
  end_fragment()
  local shown = current and (#current.blocks > 0 or current.class == 'chapter' or arranged and current.title)
  if shown then slides:insert(current) end
  current = nil
end

local function open(class)
  close()
  current = {
    title = section.title, identifier = section.identifier, number = section.number, class = class,
    blocks = pandoc.Blocks {}, notes = waiting, size = 0,
  }
  section.identifier = ''
  waiting = pandoc.Blocks {}
end

local function note(block)
  local notes = current and current.notes or waiting
  notes:insert(block)
end

-- Where an author arranged the slides: a block as it stands.
local function put(block)
  if arranged == 'skip' then return end
  if arranged == 'notes' then return note(block) end
  if not current then open('material') end
  if block.t ~= 'Header' then
    current.blocks:insert(block)
  elseif not current.title and #current.blocks == 0 then
    current.title, current.identifier = block.content, block.identifier
  else
    block.level, block.attributes.number = math.max(3, block.level), nil
    current.blocks:insert(block)
  end
end

-- What Jupyter's slides make of the cell that begins here.
local function arrange(kind)
  arranged = kind
  if kind == 'slide' or kind == 'subslide' then
    close()
    section = { title = nil, identifier = '' }
    open('material')
    current.below = kind == 'subslide'
  elseif kind == 'fragment' then
    if not current then open('material') end
    end_fragment()
    current.blocks:insert(raw('<div class="fragment">'))
    current.fragment = true
  end
end

local function show_text(block, size)
  if arranged then return put(block) end
  if not current or current.class ~= 'words' or current.size + size > READABLE then open('words') end
  current.blocks:insert(block)
  current.size = current.size + size
end

local function lines_of(text)
  local _, breaks = text:gsub('\n', '')
  return breaks + 1
end

-- Lines of code, of what it printed and of tables: what cannot shrink.
local function height(block)
  local lines = 0
  pandoc.Blocks { block }:walk {
    CodeBlock = function(el) lines = lines + lines_of(el.text) end,
    RawBlock = function(el) lines = lines + lines_of(el.text) end,
    Table = function(el)
      for _, body in ipairs(el.bodies) do lines = lines + #body.body end
    end,
  }
  return lines
end

local function show_material(block)
  if arranged then return put(block) end
  if current and current.class == 'words' and current.size <= KICKER and height(block) <= LONG_TABLE then
    current.class = 'material'
  else
    open('material')
  end
  current.blocks:insert(block)
end

local function has(element, test)
  local found = false
  local function look(inline) if test(inline) then found = true end end
  pandoc.Blocks { pandoc.Plain(element) }:walk { Span = look, Strong = look, Math = look }
  return found
end

local function is_key(inline)
  if inline.t == 'Span' then return inline.attributes.claim ~= nil end
  if inline.t ~= 'Strong' then return false end
  local _, words = pandoc.utils.stringify(inline):gsub('%S+', '')
  return words >= KEY_WORDS
end

local function is_display(inline)
  return inline.t == 'Span' and inline.classes:includes('equation')
end

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

local function sentences(inlines)
  local result = { pandoc.Inlines {} }
  for index, inline in ipairs(inlines) do
    local last = result[#result]
    local gap = inline.t == 'Space' or inline.t == 'SoftBreak'
    if not (gap and #last == 0) then last:insert(inline) end
    if ends_sentence(inlines, index) then result[#result + 1] = pandoc.Inlines {} end
  end
  if #result[#result] == 0 then result[#result] = nil end
  return result
end

local function paragraph(el)
  if arranged then return put(el) end
  local content = el.content
  if #content == 1 and (content[1].t == 'Image' or content[1].t == 'Span' and content[1].classes:includes('absent-picture')) then
    show_material(el)
    return
  end
  if has(content, is_display) then
    note(el)
    if length(el) > READABLE then
      local formulas = content:filter(is_display)
      show_material(pandoc.Para(formulas))
    else
      show_material(el)
    end
    lead = false
    return
  end
  for position, sentence in ipairs(sentences(content)) do
    if lead and position == 1 or has(sentence, is_key) then
      show_text(pandoc.Para(sentence), length(sentence))
    end
  end
  lead = false
  note(el)
end

-- A list that is too long for one slide goes on on the next one.
local function list(el)
  if arranged then return put(el) end
  local first = el.start or 1
  local part, size = pandoc.List {}, 0
  local function put()
    if #part == 0 then return end
    local copy = el:clone()
    copy.content = part
    if el.t == 'OrderedList' then
      copy.start = first
      first = first + #part
    end
    show_text(copy, size)
    part, size = pandoc.List {}, 0
  end
  for _, item in ipairs(el.content) do
    local item_size = length(pandoc.Div(item)) + 30
    if size > 0 and size + item_size > READABLE then put() end
    part:insert(item)
    size = size + item_size
  end
  put()
end

local function code(el)
  if lines_of(el.text) > LONG_CODE then el.classes:insert('long') end
  el.attributes.source = nil
  return el
end

local function table_(el)
  local rows = 0
  for _, body in ipairs(el.bodies) do rows = rows + #body.body end
  el.attributes.number = nil
  return web.between('<div class="scroll' .. (rows > LONG_TABLE and ' long' or '') .. '" tabindex="0">', { el }, '</div>')
end

local function tabs(el)
  local columns = pandoc.Blocks {}
  for _, tab in ipairs(el.content) do
    if tab.t == 'Div' and tab.classes:includes('tab') then
      local title = '<p class="column-title">' .. web.escape(tab.attributes.title) .. '</p>'
      columns:extend(web.between('<div class="column">' .. title, tab.content, '</div>'))
    end
  end
  return web.between('<div class="columns">', columns, '</div>')
end

local function without_answers(el)
  el.content = el.content:filter(function(inner)
    return not (inner.t == 'Div' and inner.classes:includes('answer'))
  end)
  return el
end

local function header(el)
  if arranged then return put(el) end
  close()
  local is_chapter = el.level == 1 and el.attributes.number
  section = { title = el.content, identifier = el.identifier, number = el.attributes.number, level = el.level }
  lead = true
  if is_chapter then
    open('chapter')
    close()
    section.number = nil
  end
end

local put_blocks

local function explicit(el)
  for _, inner in ipairs(el.content) do
    if inner.t == 'Para' or inner.t == 'Plain' then
      show_text(inner, length(inner))
    else
      put_blocks { inner }
    end
  end
end

local function div(el)
  local classes = el.classes
  if classes:includes('not-on-slides') or classes:includes('answer') or classes:includes('curious')
    or classes:includes('hide-cell') then
    return
  end
  if classes:includes('slides-only') then return explicit(el) end
  if classes:includes('exercise') then
    without_answers(el)
    web.label_exercise(el)
    return show_material(el)
  end
  if classes:includes('tabs') then return show_material(pandoc.Div(tabs(el))) end
  if classes:includes('cell') then
    if classes:includes('hide-input') then
      el.content = el.content:filter(function(inner) return inner.t ~= 'CodeBlock' end)
    end
    if classes:includes('hide-output') then
      el.content = el.content:filter(function(inner) return inner.t ~= 'Div' end)
    end
    if #el.content > 0 then show_material(el) end
    return
  end
  if el.identifier == 'refs' then return show_material(el) end
  put_blocks(el.content)
end

local material = { Figure = true, Table = true, CodeBlock = true, LineBlock = true }

put_blocks = function(blocks)
  for _, block in ipairs(blocks) do
    if block.t == 'RawBlock' and block.format == 'slide' then
      arrange(block.text)
    elseif block.t == 'Header' then
      header(block)
    elseif block.t == 'HorizontalRule' and not arranged then
      close()
    elseif block.t == 'Para' or block.t == 'Plain' then
      paragraph(block)
    elseif block.t == 'BulletList' or block.t == 'OrderedList' then
      list(block)
    elseif block.t == 'Div' then
      div(block)
    elseif material[block.t] then
      show_material(block)
    else
      show_text(block, length(block))
    end
  end
end

local function claim(el)
  local facts = el.attributes.claim and shared.claims[el.attributes.claim]
  if not facts then return nil end
  el.attributes.claim = nil
  local words, sign = web.sign(facts, 'short')
  return web.mark(el, ('<span class="claim-mark %s" role="img" aria-label="%s">%s</span>'):format(
    web.outcome(facts), web.escape(words), sign))
end

local function without_identifiers(blocks)
  return blocks:walk {
    Span = function(el) el.identifier = '' return el end,
    Image = function() return {} end,
  }
end

local function write_slide(slide)
  local parts = pandoc.Blocks {}
  if slide.class == 'chapter' then parts:insert(raw('<p class="chapter-number">' .. slide.number .. '</p>')) end
  if slide.title then parts:extend(web.between('<h2>', { pandoc.Plain(slide.title) }, '</h2>')) end
  if #slide.blocks > 0 then parts:extend(web.between('<div class="body">', slide.blocks, '</div>')) end
  if #slide.notes > 0 then
    parts:extend(web.between('<aside class="notes">', without_identifiers(slide.notes), '</aside>'))
  end
  local identifier = slide.identifier ~= '' and ' id="' .. web.escape(slide.identifier) .. '"' or ''
  return web.between(('<section%s class="slide %s">'):format(identifier, slide.class), parts, '</section>')
end

function Pandoc(doc)
  shared.begin(doc)
  web.cuts = LONG_CODE
  put_blocks(web.tame(doc.blocks, { Note = function() return {} end }))
  close()
  -- Notes behind the last slide of a chapter are told on it.
  if #slides > 0 then slides[#slides].notes:extend(waiting) end

  local result = pandoc.Blocks {}
  local stacked = false
  for position, slide in ipairs(slides) do
    local follows = slides[position + 1] and slides[position + 1].below
    if not stacked and follows then
      result:insert(raw('<section>'))
      stacked = true
    end
    result:extend(write_slide(slide))
    if stacked and not follows then
      result:insert(raw('</section>'))
      stacked = false
    end
  end
  doc.blocks = result:walk {
    Table = table_, CodeBlock = code, Figure = web.figure,
    Span = function(el) return claim(el) or web.equation(el) or web.media(el) end,
  }
  return doc
end
