"""How things look: words, tables, pages, charts."""
