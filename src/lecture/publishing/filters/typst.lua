-- The PDF: what pandoc's Typst writer leaves out. Calls the functions of typst/lecture.typ.

package.path = pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), '?.lua;' } .. package.path
local shared = require 'shared'
local web = require 'web'
local pieces = require 'typst_pieces'
local tables = require 'typst_tables'
local block, inline, literal, literal_lines = pieces.block, pieces.inline, pieces.literal, pieces.literal_lines
local typst, wrap, wrap_inlines, label = pieces.typst, pieces.wrap, pieces.wrap_inlines, pieces.label

local COLUMNS = 80  -- letters of code in a line

local answers = pandoc.Blocks {}
local curious = pandoc.Blocks {}   -- parts for the curious: they stand at the end of their chapter

-- Without an alternative text for every formula the file is not PDF/UA: its TeX source is one.
local function math(el, cell)
  local body = typst { el }
  local spoken = el.text:gsub('^%s+', ''):gsub('\\text{(%d[%d,]*)}', '%1')
  -- Where pandoc doesn't know a macro, the reader sees the TeX source.
  if not body:match('^%$.*%$$') then return pandoc.Code(el.text) end
  local call = cell and ('elsewhere(cell: %s, '):format(cell) or 'math.equation('
  return inline(('#%sblock: %s, alt: %s, %s)'):format(call, el.mathtype == 'DisplayMath', literal(spoken), body))
end

-- A formula of a foreign notebook: Typst may refuse it, so it says in which cell it is.
local function of_cell(el)
  local cell = el.attributes.cell
  if not cell then return nil end
  el.attributes.cell = nil
  el.content = el.content:walk { Math = function(formula) return math(formula, cell) end }
  return el.identifier == '' and #el.classes == 0 and el.content or el
end

local function equation(el)
  local number = el.attributes.number
  if not el.classes:includes('equation') or not number then return nil end
  local formula = el.content[1].text
  if el.content[1].t ~= 'RawInline' then return nil end
  local numbered = formula:gsub('^#([%a.]+)%(', function(name)
    return '#' .. name .. '(numbering: (..) => ' .. literal('(' .. number .. ')') .. ', '
  end)
  return inline(numbered .. '#label(' .. literal(el.identifier) .. ')')
end

-- An accessible file begins with a heading of level 1 and skips no level; a notebook from elsewhere may not.
local open_levels = {}

local function level_without_gap(level)
  while #open_levels > 0 and open_levels[#open_levels].written >= level do table.remove(open_levels) end
  local above = open_levels[#open_levels]
  local set = above and above.set + 1 or 1
  open_levels[#open_levels + 1] = { written = level, set = set }
  return set
end

local function header(el)
  local numbering = el.attributes.number and ('(..) => ' .. literal(el.attributes.number)) or 'none'
  return block(('#heading(level: %d, numbering: %s)[%s]%s'):format(
    level_without_gap(el.level), numbering, typst(el.content), label(el.identifier):gsub('^ ', '')))
end

local function length(text)
  if not text then return nil end
  local number, unit = text:match('^([%d.]+)(%a*%%?)$')
  if unit == 'px' or unit == '' then return tonumber(number) * 0.75 .. 'pt' end
  return number and (unit == '%' or unit == 'cm' or unit == 'mm' or unit == 'in' or unit == 'pt') and text
end

local function image_call(el)
  local alt = pandoc.utils.stringify(el.caption)
  local width, height = length(el.attributes.width), length(el.attributes.height)
  local size = width and ', width: ' .. width or height and ', height: ' .. height or ''
  -- Where pictures lie is known to the frame, typst/document.typ.
  return ('picture(places.at(%s)%s%s)'):format(literal(el.src), alt ~= '' and ', alt: ' .. literal(alt) or '', size)
end

-- Whether a word ends a sentence; an abbreviation of one or two small letters doesn't, “A.” does.
local function ends_sentence(el)
  return el.t == 'Str' and el.text:match('[.!?]$')
    and (pandoc.text.len(el.text) > 2 or pandoc.text.upper(el.text) == el.text)
end

-- For the lists of figures and tables a caption opens with its first sentence, which isn't seen there.
local function listed(kind, el)
  local first = el.caption.long[1]
  if shared.foreign or not first or not el.attributes.number then return nil end
  local title = pandoc.Inlines {}
  for _, inner in ipairs(first.content) do
    local labelled = inner.t == 'Span' and inner.classes:includes('caption-label')
    if not labelled and not (#title == 0 and inner.t == 'Space') then title:insert(inner:clone()) end
    if ends_sentence(inner) then
      title[#title].text = inner.text:gsub('%.$', '')
      break
    end
  end
  title = title:walk {
    Link = function(link) return link.content end,
    Span = function(span) return span.content end,
    Note = function() return {} end,
  }
  first.content = wrap_inlines(('#listed("%s", %s)['):format(kind, literal(el.attributes.number)), title) .. first.content
  return el
end

-- Where a figure stands, if not among the text: `auto` is the top or the bottom of a page.
local function placement(el)
  local place = el.attributes.place
  return place and ', placement: ' .. place or ''
end

local function figure(el)
  local picture
  el.content:walk { Image = function(image) picture = picture or image end }
  if not picture then return nil end
  local caption = pandoc.utils.blocks_to_inlines(el.caption.long)
  return block(('#figure(%s, caption: %s%s)%s'):format(
    image_call(picture), #caption > 0 and '[' .. typst(caption) .. ']' or 'none', placement(el),
    label(el.identifier):gsub('^ ', '')))
end

-- About how many lines blocks need; pictures count none, they are rare in what asks.
local function lines_of(blocks)
  local count = 0
  pandoc.Blocks(blocks):walk {
    CodeBlock = function(code) count = count + 1 + select(2, code.text:gsub('\n', '')) end,
    Para = function(el) count = count + 1.5 + pandoc.text.len(pandoc.utils.stringify(el)) // COLUMNS end,
    Plain = function(el) count = count + 1 + pandoc.text.len(pandoc.utils.stringify(el)) // COLUMNS end,
  }
  return count
end

local SHORT, PAGE_LINES, FIGURE_LINES = 13, 50, 20  -- lines of an exercise that stays whole, on a page, as high as a figure

-- Figures go to the top or the bottom of a page where they fill it best, so that the text behind them can move up; on the
-- first page of a chapter never to the top, above its heading. Whoever reads an exercise, an answer or the columns of a
-- comparison finds theirs inside.
local function float_figures(blocks)
  if shared.foreign then return blocks end
  local lines = 0
  return pandoc.Blocks(blocks:map(function(el)
    lines = lines + lines_of { el }
    return shared.top_down(pandoc.Blocks { el }, {
      Div = function(inner)
        for _, class in ipairs { 'exercise', 'answer', 'tabs', 'alert' } do
          if inner.classes:includes(class) then return inner, false end
        end
      end,
      Figure = function(figure)
        figure.attributes.place = lines < PAGE_LINES and 'bottom' or 'auto'
        lines = lines + FIGURE_LINES
        return figure, false
      end,
    })[1]
  end))
end

local function alone(el)
  local content = el.content
  if #content == 1 and content[1].t == 'Image' then
    return block('#align(center, ' .. image_call(content[1]) .. ')')
  end
end

local function image(el)
  return inline('#box(' .. image_call(el) .. ')')
end

-- What a cell printed without spaces, in pieces that a page is wide enough for.
local function in_pieces(word)
  if #word <= COLUMNS or pandoc.text.len(word) <= COLUMNS then return word end
  local pieces = {}
  for first = 1, pandoc.text.len(word), COLUMNS do
    pieces[#pieces + 1] = pandoc.text.sub(word, first, first + COLUMNS - 1)
  end
  return table.concat(pieces, '\n')
end

local function code(el)
  if el.classes:includes('output-text') then
    local text = el.attributes.lines and web.cut(el, 40, 8) or el.text
    if shared.foreign then text = text:gsub('%S+', in_pieces) end
    return block(('#raw(block: true, lang: %s, %s)'):format(literal(el.classes[2]), literal_lines(text)))
  end
  if el.attributes.source then
    return { block('#code-source(' .. literal(el.attributes.source) .. ')'), el }
  end
end

local function tabs(el)
  local columns, highest = pandoc.Blocks {}, 0
  for _, tab in ipairs(el.content) do
    if tab.t == 'Div' and tab.classes:includes('tab') then
      if lines_of(tab.content) > highest then highest = lines_of(tab.content) end
      columns:extend(wrap('[#tab-title(' .. literal(tab.attributes.title) .. ')', tab.content, '],'))
    end
  end
  return wrap(('#tabs(%s,'):format(highest > PAGE_LINES), columns, ')')
end

-- Whether a paragraph begins with a formula of its own line.
local function displayed(el)
  local first = el.content[1]
  if first and first.t == 'Span' then first = first.content[1] end
  return first and (first.mathtype == 'DisplayMath' or first.t == 'RawInline' and first.text:find('block: true', 1, true) ~= nil)
end

local function exercise(el)
  local name = literal(shared.words.exercise .. ' ' .. el.attributes.number .. '.')
  local kept = pandoc.Blocks {}
  for _, inner in ipairs(el.content) do
    if inner.t == 'Div' and inner.classes:includes('answer') then
      local first = inner.content[1]
      local alone = not (first and (first.t == 'Para' or first.t == 'Plain')) or displayed(first)
      answers:extend(wrap(('#answer(%s, <%s>, %s)['):format(name, el.identifier, alone), inner.content))
    else
      kept:insert(inner)
    end
  end
  local made = wrap(('#exercise(%s, <%s>, %s)['):format(name, el.identifier, lines_of(kept) > SHORT), kept)
  return wrap('// exercise', made, '// end of the exercise')  -- writing.py finds them by these
end

-- A term and its definition stay on one page.
local TWO_COLUMNS = 24  -- so many definitions stand in two

local function definitions(el)
  local items = pandoc.Blocks {}
  for _, item in ipairs(el.content) do
    items:extend(wrap('#unbroken[', { pandoc.DefinitionList { item } }))
  end
  return #el.content < TWO_COLUMNS and items or wrap('#in-columns[', items), false
end

-- A chapter begins a page, which it cannot do inside a box.
local function has_chapter(el)
  local found = false
  el:walk {
    RawBlock = function(raw) found = found or raw.text:match('^#heading%(level: 1,') ~= nil end,
  }
  return found
end

-- Foreign HTML: colours, and what paper cannot do.
local function colour(style, name)
  local value = (';' .. (style or '')):match('[;%s]' .. name .. ':%s*([^;]*)')
  return value and value:match('#%x%x%x%x%x%x')
end

local function styled(el)
  if #el.content == 0 and el.identifier ~= '' then
    return inline('#[#metadata(none)' .. label(el.identifier):gsub('^ ', '') .. ']')
  end
  if el.classes:includes('media') then
    local words = shared.words.jupyter
    return pandoc.Emph(pandoc.Str((words.elsewhere:gsub('{what}', words.media[el.attributes.player]))))
  end
  local paint, ground = colour(el.attributes.style, 'color'), colour(el.attributes.style, 'background%-color')
  local bold = (el.attributes.style or ''):match('font%-weight:%s*[b6789]') ~= nil
  local italic = (el.attributes.style or ''):match('font%-style:%s*[io]') ~= nil
  if bold then el.content = pandoc.Inlines { pandoc.Strong(el.content) } end
  if italic then el.content = pandoc.Inlines { pandoc.Emph(el.content) } end
  if paint then
    el.content:insert(1, inline(('#text(fill: rgb("%s"))['):format(paint)))
    el.content:insert(inline(']'))
  end
  if ground then
    el.content:insert(1, inline(('#highlight(fill: rgb("%s"))['):format(ground)))
    el.content:insert(inline(']'))
  end
  return (paint or ground or bold or italic) and el or nil
end

local function coloured_cells(el)
  local function rows(list)
    for _, row in ipairs(list) do
      for _, cell in ipairs(row.cells) do
        local style = cell.attr.attributes.style or row.attr.attributes.style
        local paint, ground = colour(style, 'color'), colour(style, 'background%-color')
        if ground then cell.attr.attributes['typst:fill'] = ('rgb("%s")'):format(ground) end
        if paint then cell.attr.attributes['typst:text:fill'] = ('rgb("%s")'):format(paint) end
      end
    end
  end
  rows(el.head.rows)
  for _, body in ipairs(el.bodies) do rows(body.head) rows(body.body) end
  rows(el.foot.rows)
  return el
end

local function aligned(el)
  local side = (el.attributes.style or ''):match('text%-align:%s*(%a+)')
  if side ~= 'center' and side ~= 'right' then return nil end
  return wrap('#align(' .. side .. ')[', el.content)
end

local div

local function for_the_curious(el)
  local name, target = literal(shared.curious(el)), literal(el.identifier)
  local title = literal(el.attributes.title or shared.words.curious)
  curious:extend(wrap(('#curious(%s, %s)['):format(title, target), shared.top_down(el.content, { Div = div })))
  return block(('#curious-place(%s, %s)'):format(name, target))
end

-- Whether a text is in Latin letters only, so that English patterns break its words and an English voice reads it.
local function latin(text)
  return shared.language ~= 'en' and text:match('%a%a') and not text:match('[\206-\211]')
end

local function literature(el)
  for _, entry in ipairs(el.content) do
    if entry.t == 'Div' and latin(pandoc.utils.stringify(entry)) then
      entry.content = wrap('#text(lang: "en")[', entry.content)
    end
  end
  return wrap('#literature[', { el })
end

-- English words in brackets, behind a term.
local function english(inlines)
  local result, first = pandoc.Inlines {}, nil
  for _, inner in ipairs(inlines) do
    result:insert(inner)
    local text = inner.t == 'Str' and inner.text
    if not text and inner.t ~= 'Space' and inner.t ~= 'SoftBreak' or text and not text:match('^[%a%d%p]+$') then first = nil end
    if text and text:match('^%(%a%a') then first = #result end
    if text and first and text:match('%)%p*$') then
      result:insert(first, inline('#text(lang: "en")['))
      result:insert(inline(']'))
      first = nil
    end
  end
  return result
end

div = function(el)
  if el.identifier == 'refs' then return literature(el), false end
  if el.classes:includes('slides-only') then return {} end
  if el.classes:includes('not-on-slides') then return el.content end
  if el.classes:includes('answer') then return wrap('#answer-here(' .. literal(shared.words.answer .. '.') .. ')[', el.content) end
  if el.classes:includes('curious') then return for_the_curious(el), false end
  if has_chapter(el) then return el.content end
  if el.classes:includes('tabs') then return tabs(el) end
  if el.classes:includes('exercise') then return exercise(el) end
  if el.classes:includes('cell') then return wrap('#cell[', el.content) end
  if el.classes:includes('output') then return wrap('#output[', el.content) end
  if el.classes:includes('alert') then return wrap('#notice[', el.content) end
  if el.attributes.dir == 'rtl' then return wrap('#[#set text(dir: rtl)', el.content) end
  if el.classes:includes('summary') then return wrap('#strong[', el.content) end
  return aligned(el)
end

-- The frame in place of a picture that cannot be shown.
local function absent(el)
  return el.classes:includes('absent-picture') and wrap_inlines('#absent-picture[', el.content)
    or el.classes:includes('reason') and wrap_inlines('#absence[', el.content) or nil
end

local function claim(el)
  if el.classes:includes('caption-label') then
    return { inline('#semibold['), pandoc.Span(el.content), inline(']') }
  end
  local identifier = el.attributes.claim
  if not identifier then return nil end
  local facts = shared.claims[identifier]
  el.attributes.claim = nil
  el.content:insert(inline(('#claim-mark(%s, %s, %d, <claim-%s>, %s)'):format(
    tostring(facts.holds), tostring(facts.rewritten), facts.number, identifier,
    facts.first and literal('mark-' .. identifier) or 'none')))
  facts.first = false
  return el.content
end

function Pandoc(doc)
  shared.begin(doc)
  doc.blocks = float_figures(doc.blocks)
  doc.blocks = doc.blocks:walk {
    Figure = function(el) return listed('figure', el) end, Table = function(el) return listed('table', el) end,
  }
  if shared.language ~= 'en' and not shared.foreign then doc.blocks = doc.blocks:walk { Inlines = english } end
  doc.blocks = doc.blocks:walk { Span = of_cell }
  doc.blocks = doc.blocks:walk { Math = function(el) return math(el) end }
  doc.blocks = doc.blocks:walk {
    Span = function(el) return claim(el) or equation(el) or absent(el) or styled(el) end, Table = coloured_cells,
  }
  doc.blocks = doc.blocks:walk { Table = tables.wide }
  doc.blocks = shared.top_down(doc.blocks, { Figure = function(el) return figure(el), false end, Para = alone })
  doc.blocks = doc.blocks:walk { Image = image, CodeBlock = code, Header = header }
  doc.blocks = shared.top_down(doc.blocks, { Div = div })
  if #curious > 0 then
    doc.blocks:insert(block(('#heading(level: %d, numbering: none)[%s]'):format(level_without_gap(2), shared.words.curious)))
    doc.blocks:extend(curious)
  end
  doc.blocks = shared.top_down(doc.blocks, { DefinitionList = definitions })
  -- The answers of all chapters stand at the end: writing.py divides here.
  doc.blocks:insert(block('// answers'))
  doc.blocks:extend(answers)
  return doc
end
