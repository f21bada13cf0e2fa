-- Chapters, sections and counters, and what every identifier is called by a reference to it.

local shared = require 'shared'
local nbsp = shared.nbsp

local numbering = {}

local targets = {}    -- identifier → how to refer to it
local seen = {}       -- identifiers, to find duplicates
local chapter = 0
local next_chapter
local counts

-- What may be referred to, by the beginning of its identifier.
local kinds = { fig = true, tbl = true, eq = true, sec = true, term = true }

function numbering.kind_of(identifier)
  local prefix = identifier:match('^(%a+)%-.')
  return prefix and kinds[prefix:lower()] and prefix:lower()
end

local function start_chapter(number)
  chapter = number
  counts = { fig = 0, tbl = 0, eq = 0, exercise = 0, [2] = 0, [3] = 0 }
end

function numbering.begin()
  start_chapter(0)
  next_chapter = math.tointeger(shared.lecture.chapter)
end

-- A notebook without chapters numbers its figures 1, 2, …
local function in_chapter(number)
  return chapter > 0 and chapter .. '.' .. number or tostring(number)
end

-- The number of the next figure (`fig`), table (`tbl`), equation (`eq`), exercise or section.
function numbering.count(what)
  counts[what] = counts[what] + 1
  return in_chapter(counts[what])
end

function numbering.register(identifier, reference)
  if identifier == '' then return end
  if seen[identifier] then
    shared.problem('duplicate identifier: ' .. identifier)
  end
  seen[identifier] = true
  targets[identifier] = reference
end

-- How to refer to an identifier: `inner` inside a sentence, `first` where one begins; nil if it is unknown.
function numbering.target(identifier)
  return targets[identifier]
end

-- A reference of two words, one of the table `words` and the number.
function numbering.reference(words, number)
  return { inner = words.inner .. nbsp .. number, first = words.first .. nbsp .. number }
end

function numbering.header(el)
  local unnumbered = el.classes:includes('unnumbered')
  if el.level == 1 and not unnumbered then
    start_chapter(next_chapter or chapter + 1)
    next_chapter = nil
    el.attributes.number = tostring(chapter)
    numbering.section = numbering.reference(shared.words.chapter, chapter)
    numbering.register(el.identifier, numbering.section)
    return el
  end
  if unnumbered or el.level > 3 then
    numbering.register(el.identifier, nil)
    return nil
  end
  local number
  if el.level == 2 then
    number = numbering.count(2)
    counts[3] = 0
  elseif counts[2] > 0 then
    counts[3] = counts[3] + 1
    number = in_chapter(counts[2]) .. '.' .. counts[3]
  end
  el.attributes.number = number
  local title = pandoc.utils.stringify(el.content)
  -- How to refer to the section that is being read.
  numbering.section = number and numbering.reference(shared.words.section, number) or { inner = title, first = title }
  numbering.register(el.identifier, numbering.section)
  return el
end

function numbering.div(el)
  if el.classes:includes('chapter-start') then
    next_chapter = math.tointeger(tonumber(el.attributes.number))
    return {}
  end
  -- What is on slides only would shift the numbers of the page.
  if el.classes:includes('slides-only') then return el, false end
  if el.classes:includes('exercise') then
    local number = numbering.count('exercise')
    el.attributes.number = number
    if el.identifier == '' then el.identifier = 'exercise-' .. number:gsub('%.', '-') end
  end
  if numbering.kind_of(el.identifier) then numbering.register(el.identifier, nil) end
  return el
end

return numbering
