-- How much room things take on a slide of 1280 × 720 pixels, as ../web/styles/slides.css sets them: an estimate that is
-- rather too large. What is still too large in a browser, scripts/slides.js makes smaller.

local sizes = {}

sizes.ROOM = 592          -- pixels below the heading
sizes.GAP = 16            -- between blocks

local LINE, LETTERS = 38, 82            -- of text: pixels, characters
local SIDE_LINE, SIDE_LETTERS = 34, 92  -- of words beside a figure, which are smaller
local CODE, SMALL_CODE, COLUMNS = 28, 24, 100
local LONG_CODE = 12                    -- lines, from here the letters get smaller
local OUTPUT = 26
local ROW, SMALL_ROW = 42, 35           -- of a table, a row of one line
local ROW_LETTERS, SMALL_ROW_LETTERS = 98, 116
local CAPTION, CAPTION_LETTERS = 28, 115
local SYMBOLS = 72                      -- of a formula across the slide
local PICTURE = 265                     -- the least that a figure needs

function sizes.length(element)
  return pandoc.text.len(pandoc.utils.stringify(element))
end

function sizes.lines(text)
  local _, breaks = text:gsub('\n', '')
  return breaks + 1
end

-- Words that are read: not those of code and formulas.
function sizes.words(blocks)
  local prose = pandoc.Blocks(blocks):walk {
    CodeBlock = function() return {} end, RawBlock = function() return {} end, Math = function() return pandoc.Str('x') end,
  }
  local _, words = pandoc.utils.stringify(prose):gsub('\u{a0}', ' '):gsub('\u{202f}', ' '):gsub('%S+', '')
  local cells = 0
  prose:walk { Table = function(el) cells = cells + sizes.cells(el) end }
  return words + cells
end

-- `stringify` writes the cells of a table without spaces between them.
function sizes.cells(el)
  local cells = 0
  local function count(rows)
    for _, row in ipairs(rows) do cells = cells + #row.cells end
  end
  count(el.head.rows)
  for _, body in ipairs(el.bodies) do count(body.body) end
  return cells
end

-- The parts of a slide's width that columns take: two equal ones, or one for a figure and one for words beside it.
sizes.HALF, sizes.WIDE, sizes.NARROW = 0.47, 0.63, 0.33
local share = 1                         -- of the column that is being measured

-- Pixels that so many characters take.
local function text_height(letters)
  if share == sizes.NARROW then return math.max(1, math.ceil(letters / (SIDE_LETTERS * share))) * SIDE_LINE end
  return math.max(1, math.ceil(letters / (LETTERS * share))) * LINE
end

local function lines_of(length, letters)
  return math.max(1, math.ceil(length / (letters * share)))
end

local function code_height(text)
  local lines = 0
  for line in (text .. '\n'):gmatch('(.-)\n') do
    lines = lines + lines_of(pandoc.text.len(line), share < 1 and 1.18 * COLUMNS or COLUMNS)
  end
  return 36 + lines * ((lines > LONG_CODE or share < 1) and SMALL_CODE or CODE)
end

local function row_letters(row)
  local letters = 0
  for _, cell in ipairs(row.cells) do letters = letters + sizes.length(cell.contents) + 2 end
  return letters
end

local function rows_of(el)
  local rows = pandoc.List {}
  for index, body in ipairs(el.bodies) do
    for _, row in ipairs(body.body) do rows:insert { body = index, row = row } end
  end
  return rows
end

local function table_height(el, small)
  if share < 1 and #el.colspecs > 3 then return math.huge end
  local line, letters = ROW, ROW_LETTERS
  if small then line, letters = SMALL_ROW, SMALL_ROW_LETTERS end
  local caption = sizes.length(el.caption.long)
  local height = (caption > 0 and 10 + CAPTION * lines_of(caption, CAPTION_LETTERS) or 0) + 6
  for _, row in ipairs(el.head.rows) do height = height + line + (lines_of(row_letters(row), letters) - 1) * (line - 14) end
  for _, row in ipairs(rows_of(el)) do
    height = height + line + (lines_of(row_letters(row.row), letters) - 1) * (line - 14)
  end
  return height
end

-- Whether a table needs small letters.
function sizes.is_small(el)
  return table_height(el, false) > sizes.ROOM - 150
end

local function formula_height(el)
  local height, text = 0, pandoc.Inlines {}
  for _, inline in ipairs(el.content) do
    if inline.t == 'Span' and inline.classes:includes('equation') then
      local _, rows = pandoc.utils.stringify(inline):gsub('\\\\', '')
      local symbols = pandoc.utils.stringify(inline):gsub('\\%a+', 'x'):gsub('[{}_^&\\%s]', '')
      if share < 1 and pandoc.text.len(symbols) > SYMBOLS * share then return math.huge end
      height = height + 118 + 56 * rows
    else
      text:insert(inline)
    end
  end
  local letters = sizes.length(text)
  return height + (letters > 3 and text_height(letters) or 0)
end

local function has_formula(el)
  for _, inline in ipairs(el.content) do
    if inline.t == 'Span' and inline.classes:includes('equation') then return true end
  end
  return false
end

-- Blocks one below the other, in pixels, on the whole slide or in a column.
function sizes.height(blocks, column)
  if column then
    share = column
    local height = sizes.height(blocks)
    share = 1
    return height
  end
  local height = 0
  for position, block in ipairs(blocks) do
    height = height + sizes.block(block) + (position > 1 and sizes.GAP or 0)
  end
  return height
end

function sizes.block(block)
  local kind = block.t
  if kind == 'Para' or kind == 'Plain' then
    if has_formula(block) then return formula_height(block) end
    if #block.content == 1 and block.content[1].t == 'Image' then return PICTURE end
    return text_height(sizes.length(block))
  elseif kind == 'BulletList' or kind == 'OrderedList' then
    local height = 0
    for _, item in ipairs(block.content) do height = height + sizes.height(item) + 14 end
    return height
  elseif kind == 'CodeBlock' then
    return code_height(block.text)
  elseif kind == 'RawBlock' then
    return block.text:match('^<pre') and OUTPUT * sizes.lines(block.text) + 14 or 0
  elseif kind == 'Table' then
    return table_height(block, sizes.is_small(block))
  elseif kind == 'Figure' then
    return PICTURE + 14 + CAPTION * lines_of(sizes.length(block.caption.long), CAPTION_LETTERS)
  elseif kind == 'Div' then
    if block.classes:includes('output') or block.classes:includes('cell') then return sizes.height(block.content) end
    return sizes.height(block.content) + 40
  elseif kind == 'BlockQuote' then
    return sizes.height(block.content)
  end
  return text_height(sizes.length(block))
end

-- As few parts of a list of things as will do, as equal as they can be; `fits` says whether a part fits on a slide.
local function split(things, fits)
  local parts
  for count = 1, #things do
    local size = math.ceil(#things / count)
    local good = true
    parts = pandoc.List {}
    for start = 1, #things, size do
      parts:insert(pandoc.List { table.unpack(things, start, math.min(start + size - 1, #things)) })
      good = good and fits(parts[#parts])
    end
    if good then break end
  end
  return parts or pandoc.List {}
end

-- A list in parts that each fit on a slide.
function sizes.parts_of_list(el, words)
  local function with(items)
    local part = el:clone()
    part.content = items
    return part
  end
  return split(el.content, function(items)
    local part = with(items)
    return sizes.block(part) + 80 <= sizes.ROOM and sizes.words { part } <= words - 12
  end):map(with)
end

-- A table in parts that each fit on a slide, each with its head.
function sizes.parts_of_table(el, words)
  local rows = rows_of(el)
  local spans = false
  for _, entry in ipairs(rows) do
    for _, cell in ipairs(entry.row.cells) do spans = spans or cell.row_span > 1 end
  end
  local function with(chosen)
    local part = el:clone()
    local bodies = pandoc.List {}
    for index, body in ipairs(el.bodies) do
      local own = chosen:filter(function(entry) return entry.body == index end)
      if #own > 0 then
        local copy = { attr = body.attr, row_head_columns = body.row_head_columns, head = body.head }
        copy.body = own:map(function(entry) return entry.row end)
        bodies:insert(copy)
      end
    end
    part.bodies = bodies
    return part
  end
  local function fits(chosen)
    local part = with(chosen)
    return table_height(part, true) <= sizes.ROOM - 20 and sizes.words { part } <= words
  end
  if #rows == 0 or spans then return pandoc.List { el } end
  return split(rows, fits):map(with)
end

return sizes
