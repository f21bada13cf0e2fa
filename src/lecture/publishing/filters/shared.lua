-- What the filters share: the facts about the lecture and the words of its language, reporting of mistakes, small
-- constructors. Each filter is a Lua state of its own, so each begins with `shared.begin`.

local shared = {}

shared.nbsp = '\u{a0}'

-- Reads the facts that Python wrote: `shared.lecture`, and `shared.words`, a table of src/lecture/words.
function shared.begin(meta)
  shared.lecture = pandoc.json.decode(shared.read_file(pandoc.utils.stringify(meta['lecture-file'])), false)
  shared.words = shared.lecture.words
end

-- Every mistake of a text is reported at once; Python turns these lines into an exception.
local problems = {}

function shared.problem(text)
  problems[#problems + 1] = 'lecture: ' .. text
end

function shared.stop_on_problems()
  if #problems > 0 then
    io.stderr:write(table.concat(problems, '\n'), '\n')
    os.exit(84)
  end
end

function shared.read_file(path)
  local file = io.open(path, 'rb')
  if not file then return nil end
  local text = file:read('a')
  file:close()
  return text
end

function shared.span(class, content)
  return pandoc.Span(content, pandoc.Attr('', { class }))
end

-- The first of several functions that answers.
function shared.either(...)
  local functions = { ... }
  return function(el)
    for _, each in ipairs(functions) do
      local answer = each(el)
      if answer then return answer end
    end
  end
end

-- The blocks of a list of filters' functions, top down, in the order of the document.
function shared.top_down(blocks, functions)
  functions.traverse = 'topdown'
  return blocks:walk(functions)
end

return shared
