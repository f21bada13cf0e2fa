-- Pieces of Typst's language, which the PDF has between what pandoc writes.

local function block(text) return pandoc.RawBlock('typst', text) end
local function inline(text) return pandoc.RawInline('typst', text) end

-- A string literal of Typst.
local function literal(text)
  return '"' .. tostring(text):gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('%s+', ' ') .. '"'
end

-- A string literal that keeps its lines.
local function literal_lines(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('\n', '\\n') .. '"'
end

-- Citations are resolved already: none is left to Typst.
local function typst(inlines)
  return (pandoc.write(pandoc.Pandoc { pandoc.Plain(inlines) }, 'typst-citations'):gsub('%s+$', ''))
end

local function wrap(opening, blocks, closing)
  local result = pandoc.Blocks { block(opening) }
  result:extend(blocks)
  result:insert(block(closing or ']'))
  return result
end

local function wrap_inlines(opening, inlines)
  local result = pandoc.Inlines { inline(opening) }
  result:extend(inlines)
  result:insert(inline(']'))
  return result
end

local function label(identifier)
  return identifier ~= '' and ' #label(' .. literal(identifier) .. ')' or ''
end

return {
  block = block, inline = inline, literal = literal, literal_lines = literal_lines, typst = typst,
  wrap = wrap, wrap_inlines = wrap_inlines, label = label,
}
