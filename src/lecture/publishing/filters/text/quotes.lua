-- Quotation marks typed as " and ' are those of the language.

local shared = require 'shared'

local quotes = {}

function quotes.quoted(el)
  local marks = el.quotetype == 'DoubleQuote' and shared.words.quotes.double or shared.words.quotes.single
  el.content:insert(1, pandoc.Str(marks[1]))
  el.content:insert(pandoc.Str(marks[2]))
  return el.content
end

return quotes
