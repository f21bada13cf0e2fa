-- The text as all formats share it: pictures found, everything numbered, references made links, mistakes reported.
-- Runs before the citations: pandoc reads `@fig-x` as one.
--
-- Leaves behind: `number` on headings, figures, tables and exercises; captions that begin with their label;
-- formulas in a span `.equation`; claims checked; pictures as paths of files that exist.

package.path = pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), '?.lua;' } .. package.path
local shared = require 'shared'
local bibliography = require 'text.bibliography'
local captions = require 'text.captions'
local claims = require 'text.claims'
local equations = require 'text.equations'
local foreign_html = require 'text.foreign_html'
local numbering = require 'text.numbering'
local pictures = require 'text.pictures'
local quotes = require 'text.quotes'
local references = require 'text.references'
local terms = require 'text.terms'

local html_of_cells = { Blocks = foreign_html.tables, Div = foreign_html.outputs }

local marks_of_the_source = {
  RawBlock = shared.either(equations.block_from_tex, foreign_html.block),
  RawInline = shared.either(equations.inline_from_tex, foreign_html.inline),
  Quoted = quotes.quoted,
}

local glossary = { Span = terms.remember_entry }

local numbers = {
  traverse = 'topdown',
  Div = numbering.div,
  Header = numbering.header,
  Span = terms.first_use,
  Figure = captions.figure,
  Table = captions.table,
  Para = equations.number,
  Plain = equations.number,
}

local openings = { Para = references.opening, Plain = references.opening }

local names = { Cite = references.cite, Span = claims.check, Image = pictures.find, Math = equations.unspaced_commas }

-- Each pass is one walk through the document, and sees what those before it made.
local passes = { html_of_cells, marks_of_the_source, glossary, numbers, openings, names }

function Pandoc(doc)
  shared.begin(doc.meta)
  numbering.begin()
  for _, pass in ipairs(passes) do doc.blocks = doc.blocks:walk(pass) end
  bibliography.close(doc)
  shared.stop_on_problems()
  return doc
end
