-- Formulas: TeX environments without dollars, numbers, commas inside numbers.

local shared = require 'shared'
local numbering = require 'text.numbering'

local equations = {}

local tex_environment = '^%s*\\begin{(%a+)%*?}(.*)\\end{%a+%*?}%s*$'
local single_line = { equation = true, displaymath = true, math = true }

-- \begin{align}…\end{align} without dollars, as MathJax in a notebook understands it.
local function tex_to_math(el)
  if el.format ~= 'tex' and el.format ~= 'latex' then return nil end
  local environment, body = el.text:match(tex_environment)
  if not environment then return nil end
  if single_line[environment] then return pandoc.Math('DisplayMath', body) end
  return pandoc.Math('DisplayMath', el.text)
end

equations.inline_from_tex = tex_to_math

function equations.block_from_tex(el)
  local math = tex_to_math(el)
  return math and pandoc.Para { math }
end

-- A formula and the `{#eq-x}` behind it become one numbered span.
function equations.number(el)
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
        local number = numbering.count('eq')
        attr = pandoc.Attr(identifier, { 'equation' }, { number = number })
        numbering.register(identifier, { inner = '(' .. number .. ')', first = '(' .. number .. ')' })
        step = mark_at - index + 1
      end
      result:insert(pandoc.Span({ item }, attr))
      if rest and rest ~= '' then result:insert(pandoc.Str(rest)) end
    else
      if item.t == 'Image' and numbering.kind_of(item.identifier) == 'fig' then
        shared.problem('figure must be alone in its paragraph and have a caption: ' .. item.identifier)
      end
      result:insert(item)
    end
    index = index + step
  end
  el.content = result
  return el
end

-- 0{,}13 and 1{,}234{,}567 are one number each: without this every format sets a space behind a comma, as in f(0, 13).
function equations.unspaced_commas(el)
  local mark = '\1'
  el.text = el.text:gsub('(%d){,}%f[%d]', '%1' .. mark):gsub('%d+' .. mark .. '[%d' .. mark .. ']*', function(number)
    return '\\text{' .. number:gsub(mark, ',') .. '}'
  end)
  return el
end

return equations
