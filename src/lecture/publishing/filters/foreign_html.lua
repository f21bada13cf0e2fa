-- HTML of a notebook from elsewhere, and of what its cells made, read into pandoc's own elements.

-- <img>, <table>, … in Markdown, and tables that pandas wrote.
local function block(el)
  if el.format ~= 'html' then return nil end
  if el.text:match('<table') or el.text:match('<img') then
    return pandoc.read(el.text, 'html').blocks
  end
end

-- pandoc gives each tag of an HTML table in a Markdown cell as a block of its own.
local function tables(blocks)
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

local function inline(el)
  if el.format == 'html' and el.text:match('^<img') then
    return pandoc.utils.blocks_to_inlines(pandoc.read(el.text, 'html').blocks)
  end
  if el.format == 'html' and el.text:match('^<br') then return pandoc.LineBreak() end
end

-- What a cell displayed as HTML.
local function outputs(el)
  if not el.classes:includes('output') then return nil end
  return el:walk {
    RawBlock = function(raw)
      if raw.format == 'html' then return pandoc.read(raw.text, 'html').blocks end
    end,
  }
end

return { { Blocks = tables, Div = outputs }, { RawBlock = block, RawInline = inline } }
