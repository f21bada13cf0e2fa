-- Tables of the PDF: what happens to those that are wider than its pages. Calls `fitted` of lecture.typ.

local shared = require 'shared'
local pieces = require 'typst_pieces'
local inline, literal, wrap = pieces.inline, pieces.literal, pieces.wrap

-- Tables wider than the page: letters shrink (lecture.typ measures by how much); where they would become too small, the
-- columns go on in further tables, each with the first column. Widths in points, as letters of 9 points have them.
local PAGE, INSET, LETTER = 447, 12, 5.4
local SMALLEST = 0.72     -- of the letters' size
local SURE, LOOKED_AT = 0.8, 1.2  -- of the page: narrower tables need no measuring; nor do those whose author saw them
local LONGEST = 26        -- letters of a word that isn't broken

-- The words of a cell, which a long one can be broken in.
local function breakable(el)
  local letters = pandoc.text.len(el.text)
  if letters <= LONGEST then return nil end
  local pieces = pandoc.Inlines {}
  for first = 1, letters, LONGEST // 2 do
    if first > 1 then pieces:insert(inline('#box();')) end
    pieces:insert(pandoc.Str(pandoc.text.sub(el.text, first, first + LONGEST // 2 - 1)))
  end
  return pieces
end

-- For each column the longest words, the longest first, and the width that they need, broken and whole.
local function widths(el)
  local words, needed, whole = {}, {}, {}
  for column = 1, #el.colspecs do words[column], needed[column], whole[column] = { '' }, INSET, INSET end
  local function look(rows)
    local below = {}
    for _, row in ipairs(rows) do
      local column = 1
      for _, cell in ipairs(row.cells) do
        while (below[column] or 0) > 0 do below[column], column = below[column] - 1, column + 1 end
        if cell.col_span == 1 and words[column] then
          for word in pandoc.utils.stringify(cell.contents):gmatch('%S+') do
            local letters = pandoc.text.len(pandoc.text.sub(word, 1, LONGEST))
            local as_it_is = pandoc.text.len(word) * LETTER + INSET
            if as_it_is > whole[column] then whole[column] = as_it_is end
            if letters * LETTER + INSET >= needed[column] then
              needed[column] = letters * LETTER + INSET
              table.insert(words[column], 1, pandoc.text.sub(word, 1, LONGEST))
            end
          end
        end
        for spanned = column, column + cell.col_span - 1 do below[spanned] = cell.row_span - 1 end
        column = column + cell.col_span
      end
    end
  end
  look(el.head.rows)
  for _, body in ipairs(el.bodies) do
    look(body.head)
    look(body.body)
  end
  look(el.foot.rows)
  return words, needed, whole
end

local function sum(numbers)
  local total = 0
  for _, number in ipairs(numbers) do total = total + number end
  return total
end

-- The rows of a table with some of its columns only; a cell that spans others, too, spans fewer.
local function with_columns(rows, kept)
  local below, result = {}, pandoc.List {}
  for _, row in ipairs(rows) do
    local column, cells = 1, pandoc.List {}
    for _, cell in ipairs(row.cells) do
      while (below[column] or 0) > 0 do below[column], column = below[column] - 1, column + 1 end
      local span = 0
      for spanned = column, column + cell.col_span - 1 do
        below[spanned] = cell.row_span - 1
        span = span + (kept[spanned] and 1 or 0)
      end
      column = column + cell.col_span
      if span > 0 then cells:insert(pandoc.Cell(cell.contents, cell.alignment, cell.row_span, span, cell.attr)) end
    end
    result:insert(pandoc.Row(cells, row.attr))
  end
  return result
end

-- The columns of each of the tables that a wide one becomes, as sets.
local function groups(needed)
  local room, first = PAGE / SMALLEST, needed[1]
  local result, used = { { true } }, first
  for column = 2, #needed do
    if used + needed[column] > room and used > first then
      result[#result + 1], used = { true }, first
    end
    result[#result][column], used = true, used + needed[column]
  end
  return result
end

local function part_of(el, kept, is_first)
  local part = el:clone()
  local specs = pandoc.List {}
  for column, spec in ipairs(el.colspecs) do
    if kept[column] then specs:insert(spec) end
  end
  part.colspecs = specs
  part.head = pandoc.TableHead(with_columns(el.head.rows, kept), el.head.attr)
  part.foot = pandoc.TableFoot(with_columns(el.foot.rows, kept), el.foot.attr)
  local bodies = pandoc.List {}
  for _, body in ipairs(el.bodies) do
    bodies:insert {
      attr = body.attr, row_head_columns = body.row_head_columns,
      head = with_columns(body.head, kept), body = with_columns(body.body, kept),
    }
  end
  part.bodies = bodies
  if not is_first then
    part.caption = pandoc.Caption()
    part.identifier = ''
  end
  return part
end

local function wide(el)
  local words, needed, whole = widths(el)
  local room = PAGE * (shared.foreign and SURE or LOOKED_AT)
  local breaks = sum(whole) > (shared.foreign and PAGE or room)
  if sum(needed) < room and not breaks then return nil end
  if breaks then el = el:walk { Str = breakable } end
  local result = pandoc.Blocks {}
  for index, kept in ipairs(groups(needed)) do
    local measured = {}
    for column = 1, #needed do
      if kept[column] then
        local longest = {}
        for rank = 1, 3 do longest[rank] = words[column][rank] and literal(words[column][rank]) .. ',' end
        measured[#measured + 1] = '(' .. table.concat(longest) .. '),'
      end
    end
    result:extend(wrap('#fitted((' .. table.concat(measured) .. '))[', { part_of(el, kept, index == 1) }))
  end
  return result
end

return { wide = wide }
