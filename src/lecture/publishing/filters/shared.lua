-- What the filters share. Each filter is a Lua state of its own, so each begins with `shared.begin`.

local shared = {}

local function read_file(path)
  local file = io.open(path, 'rb')
  if not file then return nil end
  local text = file:read('a')
  file:close()
  return text
end

-- Reads the facts that Python wrote: `shared.claims`, the claims of this chapter, each with its `number` in the lecture
-- and whether it `holds`, `shared.words`, a table of src/lecture/words, `shared.language`, `shared.foreign`, whether
-- the notebook is from elsewhere, and `shared.report`, where a reader tells of a mistake, if anywhere.
function shared.begin(doc)
  local facts = pandoc.json.decode(read_file(pandoc.utils.stringify(doc.meta.facts)), false)
  shared.claims, shared.words, shared.foreign = facts.claims, facts.words, facts.foreign
  shared.language, shared.report = facts.lang, facts.report
  doc.meta.facts = nil
end

-- What a part for the curious is called, in words: the word for all of them, and its title.
function shared.curious(el)
  local title = el.attributes.title
  return title and shared.words.curious .. ': ' .. title or shared.words.curious
end

-- The blocks of a list of filters' functions, top down, in the order of the document.
function shared.top_down(blocks, functions)
  functions.traverse = 'topdown'
  return blocks:walk(functions)
end

return shared
