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
  if not about.display then
    return el.identifier ~= '' and pandoc.Span({ content }, pandoc.Attr(el.identifier)) or content
  end
  local attributes = about.number and { number = about.number } or {}
  return pandoc.Span({ content }, pandoc.Attr(el.identifier, page and { 'equation' } or {}, page and attributes or {}))
end

local function piece(el)
  if el.format == 'slide' then return nil end
  if el.format == 'jupyter' then
    return pandoc.read(el.text, 'html-auto_identifiers', nil, {}).blocks:walk { Span = formula }
  end
  if el.format == 'jupyter-latex' then
    local _, read, doc = pandoc.log.silence(pcall, pandoc.read, el.text, 'latex', nil, {})
    if read and #doc.blocks > 0 then return doc.blocks end
    pandoc.log.warn('LaTeX that cannot be read stays source: ' .. el.text)
    return pandoc.CodeBlock(el.text)
  end
  return {}
end

return { { RawBlock = piece, RawInline = function() return {} end } }
