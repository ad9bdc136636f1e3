"""A document in, its facts out: investments, facilities, agreements and meetings, each with the words that say it.

The way: `gate` lets through what may tell a fact; `rewriting`, `reading` and `names` parse it; `entities` and
`coreference` find who is meant; `sites`, `investments` and `accords` read the facts off the parse with the help of
`roles`, `locations`, `timing` and `technologies`; `money` and `dates` are grammars of their own; `lexicon` holds the
words. Rules speak of language and of the field, never of one company.
"""

