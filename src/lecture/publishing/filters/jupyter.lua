-- The pieces of a foreign notebook (jupyter/translation.py), read into pandoc's own elements.
-- pandoc.read gets no files: what a text asks to include is not there.

-- Formulas that pandoc cannot convert stay readable, as code.
local function writable(math)
  local doc = pandoc.Pandoc { pandoc.Plain { math } }
  local _, page = pandoc.log.silence(pandoc.write, doc, 'html5', { html_math_method = 'mathml' })
  local _, paper = pandoc.log.silence(pandoc.write, doc, 'typst')
  return page:match('<math') ~= nil, paper:match('^%$.*%$%s*$') ~= nil
end

-- The TeX of a formula without the macros of the notebook.
local function expanded(tex, macros)
  local found
  local read, doc = pcall(pandoc.read, macros .. '\n\n\\(' .. tex .. '\\)', 'latex', nil, {})
  if read then doc:walk { Math = function(el) found = el.text end } end
  return found or tex
end

local function formula(el)
  if not el.classes:includes('formula') then return nil end
  local about = el.attributes
  local tex = about.macros and expanded(about.tex, about.macros) or about.tex
  local math = pandoc.Math(about.display and 'DisplayMath' or 'InlineMath', tex)
  local page, paper = writable(math)
  if not (page and paper) then
    pandoc.log.warn(('cell %s: this formula stays TeX %s: %s'):format(about.cell, page and 'in PDF' or 'source', about.source))
  end
  local content = page and math or pandoc.Code(about.source, pandoc.Attr('', { 'tex-source' }))
  if not page then return pandoc.Span({ content }, pandoc.Attr(el.identifier)) end
  -- Typst may still refuse it: the message names its cell.
  local attributes = { cell = about.cell, number = about.display and about.number }
  return pandoc.Span({ content }, pandoc.Attr(el.identifier, about.display and { 'equation' } or {}, attributes))
end

-- Blocks of LaTeX; where it cannot be read, the source.
local function latex(text, cell, macros)
  local _, read, doc = pandoc.log.silence(pcall, pandoc.read, (macros or '') .. '\n\n' .. text, 'latex', nil, {})
  if not read or #doc.blocks == 0 then
    pandoc.log.warn(('cell %s: this LaTeX cannot be read and stays source: %s'):format(cell, text))
    return pandoc.Blocks { pandoc.CodeBlock(text) }
  end
  return doc.blocks:walk {
    Math = function(math)
      return pandoc.Span({ math }, pandoc.Attr('', math.mathtype == 'DisplayMath' and { 'equation' } or {}, { cell = cell }))
    end,
  }
end

-- Tables and lists of LaTeX inside a text are blocks of their own.
local function with_latex(el)
  local result, line = pandoc.Blocks {}, pandoc.Inlines {}
  local function is_space(inline) return inline and (inline.t == 'SoftBreak' or inline.t == 'Space') end
  local function flush()
    while is_space(line[1]) do line:remove(1) end
    while is_space(line[#line]) do line:remove() end
    if #line > 0 then result:insert(el.t == 'Plain' and pandoc.Plain(line) or pandoc.Para(line)) end
    line = pandoc.Inlines {}
  end
  for _, inline in ipairs(el.content) do
    if inline.t == 'Span' and inline.classes:includes('latex') then
      local about = inline.attributes
      flush()
      result:extend(latex(about.tex, about.cell, about.macros))
    else
      line:insert(inline)
    end
  end
  if #result == 0 then return nil end
  flush()
  return result
end

local function piece(el)
  if el.format == 'slide' then return nil end
  if el.format == 'jupyter' then
    local blocks = pandoc.read(el.text, 'html-auto_identifiers', nil, {}).blocks
    return blocks:walk { Para = with_latex, Plain = with_latex }:walk { Span = formula }
  end
  if el.format == 'jupyter-latex' then
    local cell, text = el.text:match('^%% cell (%d+)\n(.*)$')
    return latex(text, cell)
  end
  return {}
end

return { { RawBlock = piece, RawInline = function() return {} end } }
