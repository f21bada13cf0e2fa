-- Pictures as paths of files that exist.

local shared = require 'shared'

local pictures = {}

local function decode(url)
  return (url:gsub('%%(%x%x)', function(hex) return string.char(tonumber(hex, 16)) end))
end

local function find_file(source)
  for _, name in ipairs { source, decode(source) } do
    if pandoc.path.is_absolute(name) then
      if shared.read_file(name) then return name end
    else
      for _, place in ipairs(shared.lecture.folders) do
        local path = pandoc.path.join { place, name }
        if shared.read_file(path) then return path end
      end
    end
  end
end

function pictures.find(el)
  if el.src:match('^data:') then return nil end
  if el.src:match('^%a[%w+.-]*://') then
    -- The page asks nothing of the network: a remote picture becomes a link to it.
    local text = #el.caption > 0 and el.caption or { pandoc.Str(el.src) }
    return pandoc.Link(text, el.src)
  end
  local path = find_file(el.src)
  if not path then
    shared.problem('picture not found: ' .. el.src)
    return nil
  end
  el.src = path
  return el
end

return pictures
