-- Slides from the text of the page, made for talking. The rule:
--   * chapters stand side by side, the sections of each below one another; a section begins a slide, `---` too;
--   * shown are figures, tables, formulas, code with what it printed, lists, tabs, and of the prose what stands out:
--     claims, what is bold, what begins in bold, a sentence that refers to a figure, one that leads to a formula or to
--     a list; where nothing stands out, the first sentences of the paragraphs;
--   * a question's answer comes at a click; sections of exercises are homework, and no slides;
--   * what belongs together stays together; a slide takes as much as its height and a listener bear;
--   * all other prose goes into the speaker's notes (key S), parts for the curious nowhere;
--   * `.slides-only` is shown as it is, `.not-on-slides` is not.
-- Where the cells of a notebook say on which slide they are (slide, subslide, fragment, skip, notes), as Jupyter asks
-- for it, all this is its author's affair: everything is shown, slides begin where they were told to.

package.path = pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), '?.lua;' } .. package.path
local shared = require 'shared'
local sentences = require 'sentences'
local sizes = require 'slide_sizes'
local web = require 'web'
local raw = web.raw

local WORDS = 98          -- on one slide, formulas and code not counted
local FEW = 30            -- a slide of words alone that has fewer gets more of the prose
local TOO_FEW = 12        -- so few words alone are no slide
local SHORT = 7           -- words of a sentence that doesn't say much alone
local LEAD = 300          -- characters that may lead to a figure or a formula
local ITEM = 150          -- characters of an item of a list, from here its first sentence does
local ANSWER = 330        -- characters of an answer, from here its first sentences do
local LONG_CODE = 12      -- lines, from here the letters get smaller
local TOO_LONG = 18       -- lines of code that no slide can show
local OPENING = 420       -- pixels below the title of a chapter
local OPENING_BESIDE = 520  -- the same beside a figure, where letters are smaller
local MOST = { code = 1, text = 2, list = 2, question = 2, table = 2 }  -- slides of a section that may have such a one

local slides = pandoc.List {}
local units = pandoc.List {}        -- the sections, each with its entries in their order
local unit
local before                        -- the paragraph just before what is being read, if one is
local arranged                      -- what the cell that is being read said, if cells say something

local textual = { text = true, list = true, ['list part'] = true, question = true }

-- Sections. An entry is a group, which stays on one slide, a break, or prose for the notes.

local function begin(header)
  unit = {
    title = header and header.content, identifier = header and header.identifier or '',
    number = header and header.attributes.number, level = header and header.level or 1, entries = pandoc.List {},
    bare = pandoc.List {},              -- the figures that nothing yet was said of
  }
  units:insert(unit)
  before = nil
end

local function add(entry)
  unit.entries:insert(entry)
  return entry
end

local function group(blocks, kind)
  local made = { kind = kind, blocks = pandoc.Blocks(blocks) }
  return add(made)
end

local function note(block)
  add { kind = 'note', blocks = pandoc.Blocks { block } }
end

local function text_of(entry)
  return pandoc.Para(sentences.joined(entry.sentences))
end

-- The last sentences before a formula, a figure, a list or code: they lead to it.
local function take_lead(longest)
  local found = before
  before = nil
  if not found or #found.sentences == 0 then return nil end
  local last = found.sentences:remove()
  if sizes.length(last) < 40 and #found.sentences > 0 then
    last = sentences.joined { found.sentences:remove(), last }
  end
  if sizes.length(last) > longest then
    found.sentences:insert(last)
    return nil
  end
  return pandoc.Para(last)
end

-- What was shown of the paragraph just before may be what leads here.
local function shown_lead()
  local last = unit.entries[#unit.entries]
  if before and last and last.kind == 'text' and last.paragraph == before and #before.sentences == 0 then
    unit.entries:remove()
    before = nil
    return last.blocks
  end
end

local function show_material(block, kind, longest)
  local blocks = pandoc.Blocks {}
  if longest then
    local lead = shown_lead() or { take_lead(longest) }
    blocks:extend(pandoc.Blocks(lead))
  end
  blocks:insert(block)
  before = nil
  return group(blocks, kind or 'material')
end

local function ends_with(block, letter)
  return block and pandoc.utils.stringify(pandoc.Para(block)):match(letter .. '%s*$')
end

local function leads_on()
  local last = before and before.sentences[#before.sentences]
  return last and ends_with(last, ':')
end

-- A figure

local function names_of(blocks)
  local names = {}
  pandoc.Blocks(blocks):walk {
    Figure = function(el) names['#' .. el.identifier] = true end,
    Table = function(el) names['#' .. el.identifier] = true end,
  }
  names['#'] = nil
  return names
end

local function refers(sentence, names)
  return sentences.has(sentence, function(inline) return inline.t == 'Link' and names[inline.target] end)
end

-- The caption's first sentence, and who made a photograph.
local function short_caption(el)
  local long = el.caption.long
  if #long ~= 1 then return el end
  local all = sentences.of(long[1].content)
  local kept = all:filter(function(sentence)
    local text = pandoc.utils.stringify(pandoc.Para(sentence))
    return text:sub(1, #shared.words.photograph) == shared.words.photograph
  end)
  if not kept:find(all[1]) then kept:insert(1, all[1]) end
  el.caption.long = pandoc.Blocks { pandoc.Plain(sentences.joined(kept)) }
  return el
end

local function figure(el)
  local whole = el:clone()
  local names = names_of { el }
  local kicker
  for index = #unit.entries, 1, -1 do
    local entry = unit.entries[index]
    if entry.kind == 'text' and refers(entry.blocks[1].content, names) and sizes.length(entry.blocks) <= ANSWER then
      kicker = unit.entries:remove(index).blocks[1].content
    end
    local position = not kicker and entry.kind == 'prose' and select(2, entry.sentences:find_if(function(sentence)
      return refers(sentence, names) and sizes.length(sentence) <= LEAD
    end))
    if position then kicker = entry.sentences:remove(position) end
    if kicker then break end
  end
  short_caption(el)
  local made = show_material(el, 'figure', not kicker and leads_on() and LEAD or nil)
  if kicker then made.blocks:insert(1, pandoc.Para(kicker)) end
  made.names = names
  made.bare = #made.blocks == 1
  if made.bare then unit.bare:insert(made) end
  if sizes.length(whole.caption.long) > sizes.length(el.caption.long) then
    note(pandoc.Para(pandoc.utils.blocks_to_inlines(whole.caption.long)))
  end
end

-- Prose

local function is_display(inline)
  return inline.t == 'Span' and inline.classes:includes('equation')
end

local function begins_with_label(all)
  local first = all[1] and all[1][1]
  return first and (first.t == 'Strong' or first.t == 'Emph') and sentences.count { first } <= 3
    and pandoc.utils.stringify(first):match('[.?!]$')
end

-- A formula with the sentence that leads to it and the one that says what its letters are.
local function formula(el)
  show_material(el, 'formula', LEAD)
  unit.formula = unit.entries[#unit.entries]
end

local function explains(sentence)
  local word = pandoc.text.lower(pandoc.utils.stringify(sentence[1]):gsub('[,.:]$', ''))
  for known in shared.words.where:gmatch('%S+') do
    if word == known then return true end
  end
  return false
end

local function paragraph(el)
  local content = el.content
  if #content == 1 and (content[1].t == 'Image' or content[1].t == 'Span' and content[1].classes:includes('absent-picture')) then
    show_material(el, 'figure')
    return
  end
  if sentences.has(content, is_display) then return formula(el) end
  local all = sentences.of(content)
  local owner = { kind = 'prose', sentences = pandoc.List {} }
  local last = unit.entries[#unit.entries]
  if #all > 0 and last and last == unit.formula and explains(all[1]) and sizes.length(all[1]) <= LEAD then
    last.blocks:insert(pandoc.Para(all:remove(1)))
  end
  local whole = begins_with_label(all) and sizes.length(sentences.joined(all)) <= ANSWER
  local shown = pandoc.List {}
  for position, sentence in ipairs(all) do
    local figure_shown
    for index = #unit.bare, 1, -1 do
      local entry = unit.bare[index]
      if entry.bare and refers(sentence, entry.names) and sizes.length(sentence) <= LEAD then figure_shown = entry end
    end
    if figure_shown and not whole then
      figure_shown.blocks:insert(1, pandoc.Para(sentence))
      figure_shown.bare = false
    elseif whole or sentences.is_key(sentence) or begins_with_label(all) and position == 2 then
      shown:insert(sentence)
    else
      owner.sentences:insert(sentence)
    end
  end
  add(owner)
  if #shown > 0 then
    group({ pandoc.Para(sentences.joined(shown)) }, 'text').paragraph = owner
  end
  before = owner
end

-- Lists: the first sentence of each item; one that is too long for a slide goes on on the next.

local function short_item(item)
  if #item ~= 1 or item[1].t ~= 'Plain' and item[1].t ~= 'Para' or sizes.length(item) <= ITEM then return item end
  local all = sentences.of(item[1].content)
  return #all > 1 and { pandoc.Plain(all[1]) } or item
end

local function list(el)
  local lead = leads_on() and (shown_lead() or { take_lead(LEAD) }) or {}
  before = nil
  local whole = el:clone()
  local short = false
  local items = pandoc.List {}
  for _, item in ipairs(el.content) do
    local kept = short_item(item)
    short = short or kept ~= item
    items:insert(kept)
  end
  el.content = items
  local number = el.t == 'OrderedList' and el.start or nil
  local parts = sizes.parts_of_list(el, WORDS)
  for position, part in ipairs(parts) do
    if number then
      part.start = number
      number = number + #part.content
    end
    local blocks = pandoc.Blocks(position == 1 and lead or {})
    blocks:insert(part)
    group(blocks, #parts > 1 and 'list part' or 'list').follows = position > 1
  end
  if short then note(whole) end
end

-- Code, tables, tabs

local function code_lines(blocks)
  local lines = 0
  pandoc.Blocks(blocks):walk { CodeBlock = function(el) lines = lines + sizes.lines(el.text) end }
  return lines
end

local function code(el)
  if sizes.lines(el.text) > TOO_LONG then return note(el) end
  show_material(el, 'code', leads_on() and LEAD or nil)
end

-- Whether the output of a cell is more than the lines that it printed.
local function shows_something(el)
  local found = false
  local function look() found = true end
  el:walk { Image = look, Table = look, Figure = look, Math = look }
  return found
end

local function cell(el)
  local classes = el.classes
  local hidden = classes:includes('hide-input') or classes:includes('parameters')
  local long = code_lines(el.content) > TOO_LONG
  if long and not shows_something(el) then return note(el) end
  if hidden or long then el.content = el.content:filter(function(inner) return inner.t ~= 'CodeBlock' end) end
  if classes:includes('hide-output') then
    el.content = el.content:filter(function(inner) return inner.t ~= 'Div' end)
  end
  if #el.content > 0 then show_material(el, 'code', leads_on() and LEAD or nil) end
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

local function table_of(el)
  short_caption(el)
  local lead = leads_on() and LEAD or nil
  local parts = sizes.parts_of_table(el, WORDS)
  for position, part in ipairs(parts) do
    if position > 1 then part.identifier = '' end
    show_material(part, #parts > 1 and 'table part' or 'table', position == 1 and lead or nil).follows = position > 1
  end
end

-- Questions and exercises

-- The first sentences of an answer, or all of one that isn't a single paragraph.
local function short_answer(el)
  local first = el.content[1]
  if not first or first.t ~= 'Para' or sentences.has(first.content, is_display) then return el.content end
  local shown, size = pandoc.List {}, 0
  for _, sentence in ipairs(sentences.of(first.content)) do
    size = size + sizes.length(sentence)
    if size > ANSWER and #shown > 0 then break end
    shown:insert(sentence)
  end
  return { pandoc.Para(sentences.joined(shown)) }
end

-- The answer to what stands just before: at a click.
local function answer(el)
  local asked = unit.entries[#unit.entries]
  if asked and asked.kind == 'prose' and #asked.sentences > 0 then
    asked.kind, asked.blocks = 'text', pandoc.Blocks { text_of(asked) }
  end
  if asked and textual[asked.kind] then
    asked.kind = 'question'
    asked.blocks:insert(pandoc.Div(short_answer(el:clone()), pandoc.Attr('', { 'answer', 'fragment' })))
  end
  note(el)
end

-- A question that waits for its listeners; a section of nothing but exercises is homework, and no slide.
local function exercise(el)
  web.label_exercise(el)
  local function is_answer(inner) return inner.t == 'Div' and inner.classes:includes('answer') end
  local answers = el.content:filter(is_answer)
  local made = group(el.content:filter(function(inner) return not is_answer(inner) end), 'question')
  for _, inner in ipairs(answers) do answer(inner) end
  made.exercise = true
end

-- Where an author arranged the slides

local current

local function end_fragment()
  if current and current.fragment then
    current.blocks:insert(raw('</div>'))
    current.fragment = false
  end
end

local function close()
  end_fragment()
  if current and (#current.blocks > 0 or current.title) then slides:insert(current) end
  current = nil
end

local waiting = pandoc.Blocks {}

local function open()
  close()
  current = { class = 'material', identifier = '', blocks = pandoc.Blocks {}, notes = waiting }
  waiting = pandoc.Blocks {}
end

-- A block as it stands.
local function put(block)
  if arranged == 'skip' then return end
  if arranged == 'notes' then
    (current and current.notes or waiting):insert(block)
    return
  end
  if not current then open() end
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
    open()
    current.below = kind == 'subslide'
  elseif kind == 'fragment' then
    if not current then open() end
    end_fragment()
    current.blocks:insert(raw('<div class="fragment">'))
    current.fragment = true
  end
end

-- Reading

local read

local function div(el)
  local classes = el.classes
  if classes:includes('not-on-slides') or classes:includes('curious') or classes:includes('hide-cell')
    or el.identifier == 'refs' then
    return
  end
  if classes:includes('slides-only') then
    for _, inner in ipairs(el.content) do group({ inner }, 'given') end
  elseif classes:includes('answer') then
    answer(el)
  elseif classes:includes('exercise') then
    exercise(el)
  elseif classes:includes('tabs') then
    show_material(pandoc.Div(tabs(el)), 'tabs', leads_on() and LEAD or nil)
  elseif classes:includes('cell') then
    cell(el)
  else
    read(el.content)
    return
  end
  before = nil
end

read = function(blocks)
  for _, block in ipairs(blocks) do
    local kind = block.t
    if kind == 'RawBlock' and block.format == 'slide' then
      arrange(block.text)
    elseif kind == 'Div' and arranged and not block.classes:includes('cell') then
      read(block.content)
    elseif arranged then
      put(block)
    elseif kind == 'Header' then
      begin(block)
    elseif kind == 'HorizontalRule' then
      add { kind = 'break' }
      before = nil
    elseif kind == 'Para' or kind == 'Plain' then
      paragraph(block)
    elseif kind == 'BulletList' or kind == 'OrderedList' then
      list(block)
    elseif kind == 'Div' then
      div(block)
    elseif kind == 'Figure' then
      figure(block)
    elseif kind == 'Table' then
      table_of(block)
    elseif kind == 'CodeBlock' then
      code(block)
    elseif kind ~= 'Null' then
      show_material(block, kind == 'BlockQuote' and 'text' or 'material')
    end
  end
end

-- Cutting a section into slides

local function is_group(entry)
  return entry.blocks and entry.kind ~= 'note' and #entry.blocks > 0
end

-- Where little stands out, the first sentences of the paragraphs are shown, too.
local function fill_up(entries, opening)
  local words = 0
  for _, entry in ipairs(entries) do
    if is_group(entry) then
      if not textual[entry.kind] then
        if opening then break end
        return
      end
      words = words + sizes.words(entry.blocks)
    end
  end
  for _, entry in ipairs(entries) do
    if words >= FEW or opening and is_group(entry) and not textual[entry.kind] then return end
    if entry.kind == 'prose' and #entry.sentences > 0 then
      local first = entry.sentences:remove(1)
      if sentences.count(first) < SHORT and #entry.sentences > 0 then
        first = sentences.joined { first, entry.sentences:remove(1) }
      end
      words = words + sentences.count(first)
      entry.first = pandoc.Blocks { pandoc.Para(first) }
    end
  end
end

-- Whether a section of so many slides can do without this one: all that is on it is said.
local function is_minor(slide, count)
  for kind in pairs(slide.kinds) do
    if count <= (MOST[kind] or math.huge) then return false end
  end
  return true
end

local function cut(section, opens)
  local groups = section.entries:filter(is_group)
  if #groups > 0 and not groups:find_if(function(entry) return not entry.exercise end) then
    return pandoc.List {}, pandoc.Blocks {}
  end
  local is_chapter = section.level == 1 and section.number
  fill_up(section.entries, is_chapter)
  local made = pandoc.List {}
  local open_slide
  local notes = pandoc.Blocks {}
  local function turn(class)
    open_slide = {
      title = section.title, number = section.number, class = class or 'words', blocks = pandoc.Blocks {},
      notes = notes, height = 0, words = 0, identifier = '', kinds = {},
    }
    notes = pandoc.Blocks {}
    made:insert(open_slide)
  end
  if is_chapter then turn('chapter') end
  local function tell(blocks)
    (open_slide and open_slide.notes or notes):extend(blocks)
  end
  local function fits(slide, height, words)
    return slide.words + words <= WORDS and slide.height + height <= (slide.class == 'chapter' and OPENING or sizes.ROOM)
  end
  -- Two columns hold more: words beside a figure, or two equal ones.
  local function beside(slide, blocks, kind, words)
    if slide.class == 'chapter' and kind ~= 'figure' or #slide.blocks == 0
      or slide.words + words > WORDS or slide.pictured and not textual[kind]
      or kind == 'figure' and (slide.class == 'material' or slide.right) then
      return false
    end
    local left, right = sizes.HALF, sizes.HALF
    if slide.pictured == 'left' or slide.pictured and not slide.right then left, right = sizes.WIDE, sizes.NARROW end
    if slide.pictured == 'right' then return false end
    if kind == 'figure' and slide.class ~= 'chapter' then left, right = sizes.NARROW, sizes.WIDE end
    local room = slide.class == 'chapter' and OPENING_BESIDE or sizes.ROOM
    local column = slide.right and slide.right .. blocks or blocks
    if sizes.height(column, right) > room or sizes.height(slide.blocks, left) > room then return false end
    slide.right = column
    slide.columns = left == right and 'halves' or left > right and 'figure-left' or 'figure-right'
    if slide.pictured then slide.pictured = 'left' elseif kind == 'figure' then slide.pictured = 'right' end
    slide.words, slide.height = slide.words + words, math.huge
    if not textual[kind] and slide.class == 'words' then slide.class = 'material' end
    slide.kinds[kind] = true
    return true
  end
  local seen = section.entries:find_if(function(entry) return is_group(entry) and not textual[entry.kind] end)
  local start = 1                     -- the first slide behind the last break
  local point                         -- a point that no slide before had room for
  local function append(slide, blocks, kind, height, words)
    if not textual[kind] and slide.class == 'words' then slide.class = 'material' end
    slide.blocks:extend(blocks)
    slide.height, slide.words = slide.height + height, slide.words + words
    slide.given = slide.given or kind == 'given'
    slide.pictured = slide.pictured or kind == 'figure'
    slide.kinds[kind] = true
  end
  -- On the last slide of this section that has room; figures, and what follows another part of itself, never go back.
  local function place(blocks, kind, follows)
    local height, words = sizes.height(blocks) + sizes.GAP, sizes.words(blocks)
    for index = #made, (kind == 'figure' or follows) and #made or start, -1 do
      local slide = made[index]
      if not slide or index < start then break end
      if fits(slide, height, words) and (slide.class ~= 'chapter' or kind == 'text') then
        return append(slide, blocks, kind, height, words)
      end
      if beside(slide, blocks, kind, words) then return end
    end
    if kind == 'text' and seen then
      if point then tell(point) end
      point = blocks
      return
    end
    turn()
    if point then
      local more, longer = sizes.height(point) + sizes.GAP, sizes.words(point)
      if fits(open_slide, more + height, longer + words) then
        append(open_slide, point, 'text', more, longer)
      else
        tell(point)
      end
      point = nil
    end
    append(open_slide, blocks, kind, height, words)
  end
  for _, entry in ipairs(section.entries) do
    if entry.kind == 'break' then
      start = #made + 1
    elseif entry.kind == 'note' then
      tell(entry.blocks)
    elseif entry.kind == 'prose' then
      if entry.first then place(entry.first, 'text') end
      if #entry.sentences > 0 then tell { text_of(entry) } end
    elseif is_group(entry) then
      local told = is_chapter and entry.kind == 'list' and #units > 2
      if told then tell(entry.blocks) else place(entry.blocks, entry.kind, entry.follows) end
    end
  end
  if point then tell(point) end
  -- A few words alone are said, not shown; so is the less important of a long section.
  local kept, left = pandoc.List {}, #made
  for _, slide in ipairs(made) do
    local said = slide.class == 'words' and not slide.given and slide.words < TOO_FEW and (#made > 1 or opens)
    said = said or not is_chapter and not slide.given and is_minor(slide, left)
    if said then
      left = left - 1
      local told = #kept > 0 and kept[#kept].notes or notes
      told:extend(slide.blocks)
      told:extend(slide.right or {})
      told:extend(slide.notes)
    else
      kept:insert(slide)
    end
  end
  if #kept > 0 then
    kept[1].identifier = section.identifier
    kept[#kept].notes:extend(notes)
  end
  local first = is_chapter and 2 or 1
  for position = first, #kept do
    if #kept > first then kept[position].part = ('(%d/%d)'):format(position - first + 1, #kept - first + 1) end
  end
  return kept, #kept == 0 and notes or pandoc.Blocks {}
end

-- Writing

local function claim(el)
  return web.claim(el, 'short', '<span class="claim-mark {outcome}" role="img" aria-label="{said}">{sign}</span>')
end

local function written_code(el)
  if sizes.lines(el.text) > LONG_CODE then el.classes:insert('long') end
  el.attributes.source = nil
  return el
end

local function written_table(el)
  el.attributes.number = nil
  local class = sizes.is_small(el) and 'scroll long' or 'scroll'
  return web.between('<div class="' .. class .. '" tabindex="0">', { el }, '</div>')
end

local function without_identifiers(blocks)
  return blocks:walk {
    Span = function(el) el.identifier = '' return el end,
    Div = function(el) el.identifier = '' return el end,
    Image = function() return {} end,
  }
end

local function write_slide(slide)
  local parts = pandoc.Blocks {}
  if slide.class == 'chapter' then parts:insert(raw('<p class="chapter-number">' .. slide.number .. '</p>')) end
  if slide.title then
    local part = slide.part and ' <span class="part">' .. slide.part .. '</span>' or ''
    parts:extend(web.between('<h2>', { pandoc.Plain(slide.title) }, part .. '</h2>'))
  end
  local blocks = slide.blocks
  if slide.right then
    blocks = web.between('<div class="column">', blocks, '</div>') .. web.between('<div class="column">', slide.right, '</div>')
  end
  local class = slide.right and 'body beside ' .. slide.columns or 'body'
  if #blocks > 0 then parts:extend(web.between('<div class="' .. class .. '">', blocks, '</div>')) end
  if #slide.notes > 0 then
    parts:extend(web.between('<aside class="notes">', without_identifiers(slide.notes), '</aside>'))
  end
  local identifier = slide.identifier ~= '' and ' id="' .. web.escape(slide.identifier) .. '"' or ''
  return web.between(('<section%s class="slide %s">'):format(identifier, slide.class), parts, '</section>')
end

-- Sections of the highest level that there is more than one of stand side by side, chapters always do.
local function width_level()
  local count = { 0, 0 }
  for _, section in ipairs(units) do
    if count[section.level] and section.title then count[section.level] = count[section.level] + 1 end
  end
  return shared.foreign and count[1] <= 1 and 2 or 1
end

function Pandoc(doc)
  shared.begin(doc)
  web.cuts = LONG_CODE
  begin()
  read(web.tame(doc.blocks, { Note = function() return {} end }))
  close()
  if #slides > 0 then slides[#slides].notes:extend(waiting) end

  local level = width_level()
  local untold = pandoc.Blocks {}
  for index, section in ipairs(units) do
    local made, notes = cut(section, units[index + 1] and units[index + 1].level > section.level)
    for position, slide in ipairs(made) do
      slide.below = #slides > 0 and not (position == 1 and section.level <= level)
      slides:insert(slide)
    end
    if #made > 0 then
      made[1].notes = untold .. made[1].notes
      untold = notes
    else
      untold:extend(notes)
    end
  end
  if #slides > 0 then slides[#slides].notes:extend(untold) end

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
    Table = written_table, CodeBlock = written_code, Figure = web.figure,
    Span = function(el) return claim(el) or web.equation(el) or web.media(el) end,
  }
  return doc
end
