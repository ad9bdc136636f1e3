"""A document in, its facts out: investments, facilities, agreements and meetings, each with the words that say it.

The way: `gate` lets through what may tell a fact; `rewriting`, `names` and `reading` parse it; `entities` (with
`kinds`, `persons`, `shortening` and `authorities`) and `coreference` find who is meant; `sites` (with `site_nouns`,
`operators` and `openings`), `investments` (with `cases`, `features` and `judging`; `contexts`, `parties` and
`destinations` give the rules' opinion), `projects` (the sites that only money tells of), `accords` (with `pacts`,
`listings`, `dealings`, `trades` and `signers`) and `encounters` (with `people`, `gatherings` and `attendance`) read
the facts off the parse with the help of `roles`, `locations`, `timing`, `technologies` and `policies`; `writing` gives
them keys and quotes. `dates` is a grammar of its own, `lexicon` holds the words. Rules speak of language and of the
field, never of one company.
"""

from kgraph.extract.accords import find_accords
from kgraph.extract.coreference import find_anaphors
from kgraph.extract.encounters import find_encounters
from kgraph.extract.entities import find_entities
from kgraph.extract.gate import is_on_topic
from kgraph.extract.investments import find_commitments
from kgraph.extract.projects import find_projects
from kgraph.extract.reading import read_document
from kgraph.extract.sites import find_sites
from kgraph.extract.writing import write_facts
from kgraph.model import Document, Facts


def extract_facts(document: Document, gated: bool = True) -> Facts:
    """All facts that the rules find in one document; the same document always gives the same facts.

    `gated=False` parses every article: slower, and the same facts.
    """
    if not document.text.strip() or (gated and not is_on_topic(document)):
        return Facts(document=document)
    reading = read_document(document)
    discourse = find_anaphors(find_entities(reading))
    sites = find_sites(discourse)
    commitments = find_commitments(discourse, sites)
    sites += find_projects(discourse, sites, commitments)
    return write_facts(discourse, sites, commitments, find_accords(discourse), find_encounters(discourse))
