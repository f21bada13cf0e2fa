-- Numbers and cross-references, for every format. Runs before the citations: pandoc reads `@fig-x` as one.
--
-- Leaves behind: `number` on headings, figures, tables and exercises; captions that begin with their label;
-- formulas in a span `.equation`; claims checked; pictures as paths of files that exist.

local folder = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local shared = dofile(pandoc.path.join { folder, 'shared.lua' })
local nbsp, problem = shared.nbsp, shared.problem

local lecture
local targets = {}    -- identifier → how to refer to it
local seen = {}       -- identifiers, to find duplicates
local chapter = 0
local next_chapter
local counts
local section        -- how to refer to the section that is being read
local glossary = {}  -- identifiers of the glossary's entries

local kinds = {
  fig = { word = 'рис.', label = 'Рис.' },
  tbl = { word = 'табл.', label = 'Таблица' },
  eq = {},
  sec = {},
  term = {},
}

local function kind_of(identifier)
  local prefix = identifier:match('^(%a+)%-.')
  return prefix and kinds[prefix:lower()] and prefix:lower()
end

local function start_chapter(number)
  chapter = number
  counts = { fig = 0, tbl = 0, eq = 0, exercise = 0, [2] = 0, [3] = 0 }
end

-- A notebook without chapters numbers its figures 1, 2, …
local function in_chapter(number)
  return chapter > 0 and chapter .. '.' .. number or tostring(number)
end

local function count(what)
  counts[what] = counts[what] + 1
  return in_chapter(counts[what])
end

local function register(identifier, reference)
  if identifier == '' then return end
  if seen[identifier] then
    problem('duplicate identifier: ' .. identifier)
  end
  seen[identifier] = true
  targets[identifier] = reference
end

-- «рис. 4.1», and «Рис. 4.1» where a sentence begins.
local function reference(kind, number)
  local word = kinds[kind].word
  local capital = pandoc.text.upper(pandoc.text.sub(word, 1, 1)) .. pandoc.text.sub(word, 2)
  return { inner = word .. nbsp .. number, first = capital .. nbsp .. number }
end

local function label(kind, number)
  local content = { pandoc.Str(kinds[kind].label .. nbsp .. number .. '.') }
  return shared.span('caption-label', content)
end

local function prefix_caption(caption, mark)
  local first = caption.long[1]
  if not first then
    caption.long = { pandoc.Plain { mark } }
    return
  end
  first.content:insert(1, pandoc.Space())
  first.content:insert(1, mark)
end

local function header(el)
  local unnumbered = el.classes:includes('unnumbered')
  if el.level == 1 and not unnumbered then
    start_chapter(next_chapter or chapter + 1)
    next_chapter = nil
    el.attributes.number = tostring(chapter)
    section = { inner = 'гл.' .. nbsp .. chapter, first = 'Глава' .. nbsp .. chapter }
    register(el.identifier, section)
    return el
  end
  if unnumbered or el.level > 3 then
    register(el.identifier, nil)
    return nil
  end
  local number
  if el.level == 2 then
    number = count(2)
    counts[3] = 0
  elseif counts[2] > 0 then
    counts[3] = counts[3] + 1
    number = in_chapter(counts[2]) .. '.' .. counts[3]
  end
  el.attributes.number = number
  local words = number and '§' .. nbsp .. number or pandoc.utils.stringify(el.content)
  section = { inner = words, first = words }
  register(el.identifier, section)
  return el
end

-- The first use of a term: it leads to its entry in the glossary, and the entry back to it, by the section's number.
local function term(el)
  local name = el.attributes.term
  if not name then return nil end
  el.attributes.term = nil
  el.identifier = 'term-' .. name
  register(el.identifier, section or { inner = 'текст', first = 'Текст' })
  if glossary['glossary-' .. name] then
    el.content = { pandoc.Link(el.content, '#glossary-' .. name, '', pandoc.Attr('', { 'term' })) }
  end
  return el
end

local function picture_of(figure)
  local found
  figure.content:walk { Image = function(image) found = found or image end }
  return found
end

local function figure(el)
  if kind_of(el.identifier) ~= 'fig' then
    register(el.identifier, nil)
    return el, false
  end
  local picture = picture_of(el)
  local caption = pandoc.utils.stringify(el.caption.long)
  local alt = picture and pandoc.utils.stringify(picture.caption) or ''
  if alt == '' or alt == caption then
    problem('figure without alternative text: ' .. el.identifier .. ' (add alt="…" that says what is on it)')
  end
  local number = count('fig')
  el.attributes.number = number
  prefix_caption(el.caption, label('fig', number))
  register(el.identifier, reference('fig', number))
  return el, false
end

local function table_(el)
  if kind_of(el.identifier) == 'tbl' then
    local number = count('tbl')
    el.attributes.number = number
    prefix_caption(el.caption, label('tbl', number))
    register(el.identifier, reference('tbl', number))
  end
  -- Widths counted from dashes of the source say nothing; the formats find better ones.
  el.colspecs = el.colspecs:map(function(spec) return { spec[1], nil } end)
  return el:walk { Span = term }, false
end

local tex_environment = '^%s*\\begin{(%a+)%*?}(.*)\\end{%a+%*?}%s*$'
local single_line = { equation = true, displaymath = true, math = true }

-- \begin{align}…\end{align} without dollars, as MathJax in a notebook understands it.
local function tex_to_math(text)
  local environment, body = text:match(tex_environment)
  if not environment then return nil end
  if single_line[environment] then return pandoc.Math('DisplayMath', body) end
  return pandoc.Math('DisplayMath', text)
end

local function raw_block_to_math(el)
  if el.format ~= 'tex' and el.format ~= 'latex' then return nil end
  local math = tex_to_math(el.text)
  return math and pandoc.Para { math }
end

local function raw_inline_to_math(el)
  return (el.format == 'tex' or el.format == 'latex') and tex_to_math(el.text) or nil
end

-- A formula and the `{#eq-x}` behind it become one numbered span.
local function equations(el)
  local result = pandoc.Inlines {}
  local index = 1
  local content = el.content
  while index <= #content do
    local item = content[index]
    local step = 1
    if item.t == 'Math' and item.mathtype == 'DisplayMath' then
      local gap = content[index + 1]
      local mark_at = gap and (gap.t == 'Space' or gap.t == 'SoftBreak') and index + 2 or index + 1
      local mark = content[mark_at]
      local identifier, rest
      if mark and mark.t == 'Str' then
        identifier, rest = mark.text:match('^{#(eq%-[^%s}]+)}(.*)$')
      end
      local attr = pandoc.Attr('', { 'equation' })
      if identifier then
        local number = count('eq')
        attr = pandoc.Attr(identifier, { 'equation' }, { number = number })
        register(identifier, { inner = '(' .. number .. ')', first = '(' .. number .. ')' })
        step = mark_at - index + 1
      end
      result:insert(pandoc.Span({ item }, attr))
      if rest and rest ~= '' then result:insert(pandoc.Str(rest)) end
    else
      if item.t == 'Image' and kind_of(item.identifier) == 'fig' then
        problem('figure must be alone in its paragraph and have a caption: ' .. item.identifier)
      end
      result:insert(item)
    end
    index = index + step
  end
  el.content = result
  return el
end

local function div(el)
  if el.classes:includes('chapter-start') then
    next_chapter = math.tointeger(tonumber(el.attributes.number))
    return {}
  end
  -- What is on slides only would shift the numbers of the page.
  if el.classes:includes('slides-only') then return el, false end
  if el.classes:includes('exercise') then
    local number = count('exercise')
    el.attributes.number = number
    if el.identifier == '' then el.identifier = 'exercise-' .. number:gsub('%.', '-') end
  end
  if kind_of(el.identifier) then register(el.identifier, nil) end
  return el
end

local function refer(citation, first)
  local identifier = citation.id
  local lower = identifier:gsub('^%a', string.lower)
  local target = targets[lower]
  if not target then
    problem('unknown reference: @' .. identifier)
    return pandoc.Str('@' .. identifier)
  end
  local text = (first or lower ~= identifier) and target.first or target.inner
  return pandoc.Link(text, '#' .. lower, '', pandoc.Attr('', { 'reference' }))
end

-- `@fig-x` → a link; `[см. @fig-x; @lecun1998]` → links in brackets and the citations that are left.
local function cite(el, first)
  local ours = el.citations:filter(function(citation) return kind_of(citation.id) end)
  if #ours == 0 then
    -- Without a bibliography `@property` in a text is just that.
    if not lecture.cites then return el.content end
    return nil
  end
  if el.citations[1].mode == 'AuthorInText' then return refer(el.citations[1], first) end
  local inside = pandoc.Inlines {}
  for position, citation in ipairs(ours) do
    if position > 1 then inside:extend { pandoc.Str(','), pandoc.Space() } end
    inside:extend(citation.prefix)
    if #citation.prefix > 0 then inside:insert(pandoc.Space()) end
    inside:insert(refer(citation, false))
    inside:extend(citation.suffix)
  end
  local bare = #ours == 1 and kind_of(ours[1].id) == 'eq' and #ours[1].prefix + #ours[1].suffix == 0
  if not bare then
    inside:insert(1, pandoc.Str('('))
    inside:insert(pandoc.Str(')'))
  end
  local rest = el.citations:filter(function(citation) return not kind_of(citation.id) end)
  if #rest > 0 then
    inside:insert(pandoc.Space())
    inside:insert(pandoc.Cite({ pandoc.Str('') }, rest))
  end
  return inside
end

local function first_reference(el)
  local item = el.content[1]
  if item and item.t == 'Cite' then
    local replaced = cite(item, true)
    if replaced then
      el.content:remove(1)
      if pandoc.utils.type(replaced) == 'Inline' then replaced = pandoc.Inlines { replaced } end
      for position, inline in ipairs(replaced) do el.content:insert(position, inline) end
    end
    return el
  end
end

local function claim(el)
  local identifier = el.attributes.claim
  if identifier and not lecture.claims[identifier] then
    problem('unknown claim: ' .. identifier)
  end
end

-- Quotation marks typed as " are the reader's own.
local function quoted(el)
  local marks = el.quotetype == 'DoubleQuote' and { '«', '»' } or { '„', '“' }
  el.content:insert(1, pandoc.Str(marks[1]))
  el.content:insert(pandoc.Str(marks[2]))
  return el.content
end

local function decode(url)
  return (url:gsub('%%(%x%x)', function(hex) return string.char(tonumber(hex, 16)) end))
end

local function find_file(source)
  for _, name in ipairs { source, decode(source) } do
    if pandoc.path.is_absolute(name) then
      if shared.read_file(name) then return name end
    else
      for _, place in ipairs(lecture.folders) do
        local path = pandoc.path.join { place, name }
        if shared.read_file(path) then return path end
      end
    end
  end
end

local function image(el)
  if el.src:match('^data:') then return nil end
  if el.src:match('^%a[%w+.-]*://') then
    -- The page asks nothing of the network: a remote picture becomes a link to it.
    local text = #el.caption > 0 and el.caption or { pandoc.Str(el.src) }
    return pandoc.Link(text, el.src)
  end
  local path = find_file(el.src)
  if not path then
    problem('picture not found: ' .. el.src)
    return nil
  end
  el.src = path
  return el
end

-- <img>, <table>, … of a notebook from elsewhere, and tables that pandas wrote.
local function html_block(el)
  if el.format ~= 'html' or el.text:match('^<pre class="output%-text') then return nil end
  if el.text:match('<table') or el.text:match('<img') then
    return pandoc.read(el.text, 'html').blocks
  end
end

-- pandoc gives each tag of an HTML table in a Markdown cell as a block of its own.
local function html_tables(blocks)
  local result = pandoc.Blocks {}
  local collected
  for _, block in ipairs(blocks) do
    local is_html = block.t == 'RawBlock' and block.format == 'html'
    if is_html and not collected and block.text:match('^<table') and not block.text:match('</table') then
      collected = {}
    end
    if not collected then
      result:insert(block)
    else
      collected[#collected + 1] = is_html and block.text or pandoc.write(pandoc.Pandoc { block }, 'html')
      if is_html and block.text:match('^</table') then
        result:extend(pandoc.read(table.concat(collected), 'html').blocks)
        collected = nil
      end
    end
  end
  return result
end

local function html_inline(el)
  if el.format == 'html' and el.text:match('^<img') then
    return pandoc.utils.blocks_to_inlines(pandoc.read(el.text, 'html').blocks)
  end
  if el.format == 'html' and el.text:match('^<br') then return pandoc.LineBreak() end
end

local function output_html(el)
  if not el.classes:includes('output') then return nil end
  return el:walk {
    RawBlock = function(raw)
      if raw.format == 'html' and not raw.text:match('^<pre class="output%-text') then
        return pandoc.read(raw.text, 'html').blocks
      end
    end,
  }
end

local function citation_keys(doc)
  if not lecture.cites then return end
  local known = {}
  for _, entry in ipairs(pandoc.utils.references(doc)) do known[entry.id] = true end
  local cited = false
  doc.blocks:walk {
    Cite = function(el)
      for _, citation in ipairs(el.citations) do
        cited = true
        if not known[citation.id] then problem('unknown citation: @' .. citation.id) end
      end
    end,
  }
  if cited then
    doc.blocks:insert(pandoc.Header(1, 'Литература', pandoc.Attr('literature', { 'unnumbered' })))
    doc.blocks:insert(pandoc.Div({}, pandoc.Attr('refs')))
  end
end

-- 0{,}13 is one number: without this every format sets a space behind the comma, as in f(0, 13).
local function decimal_comma(el)
  el.text = el.text:gsub('(%d+){,}(%d+)', '\\text{%1,%2}')
  return el
end

function Pandoc(doc)
  lecture = shared.lecture(doc.meta)
  start_chapter(0)
  next_chapter = math.tointeger(lecture.chapter)

  local blocks = doc.blocks:walk { Blocks = html_tables, Div = output_html }
  blocks = blocks:walk {
    RawBlock = function(el) return raw_block_to_math(el) or html_block(el) end,
    RawInline = function(el) return raw_inline_to_math(el) or html_inline(el) end,
    Quoted = quoted,
  }
  blocks:walk { Span = function(el) if el.identifier:match('^glossary%-') then glossary[el.identifier] = true end end }
  blocks = shared.top_down(blocks, {
    Div = div, Span = term, Header = header, Figure = figure, Table = table_, Para = equations, Plain = equations,
  })
  blocks = blocks:walk { Para = first_reference, Plain = first_reference }
  blocks = blocks:walk { Cite = cite, Span = claim, Image = image, Math = decimal_comma }
  doc.blocks = blocks

  citation_keys(doc)
  shared.stop_on_problems()
  return doc
end
