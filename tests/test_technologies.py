"""Technologies are those that the words speak of, the narrowest only."""

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SKOS

from kgraph.extract.reading import read_document
from kgraph.extract.technologies import find_technologies, main_technologies
from kgraph.model import Document

SCHEME = Path(__file__).parents[1] / "ontology" / "technologies.ttl"


@pytest.mark.parametrize(
    ("text", "technologies"),
    [
        ("a chip plant", ["semiconductors"]),
        ("a DRAM fab", ["memory"]),
        ("a silicon carbide plant", ["power semiconductors"]),
        ("a chip packaging line", ["advanced packaging"]),
        ("a photoresist factory", ["chip materials"]),
        ("an EUV lithography centre", ["lithography"]),
        ("a battery plant", ["batteries"]),
        ("a cathode plant for batteries", ["battery materials"]),
        ("an electric vehicle factory", ["electric vehicles"]),
        ("OLED panels", ["displays"]),
        ("a data center for artificial intelligence", ["artificial intelligence", "data centers"]),
        ("a quantum computer", ["quantum"]),
        ("humanoid robots", ["robotics"]),
        ("a 6G network", ["telecom"]),
        ("a solar park", ["solar"]),
        ("an offshore wind farm", ["wind"]),
        ("a hydrogen plant", ["hydrogen"]),
        ("a small modular reactor", ["nuclear"]),
        ("a vaccine plant", ["biotech"]),
        ("a satellite", ["aerospace"]),
        ("a shipyard", ["shipbuilding"]),
        ("an electric arc furnace", ["steel"]),
        ("a petrochemical plant", ["chemicals"]),
        ("carbon fiber", ["advanced materials"]),
        ("rare earths", ["critical minerals"]),
        ("cloud computing", ["software"]),
        ("a paper mill", []),
    ],
)
def test_words_tell_their_technology(text: str, technologies: list[str]) -> None:
    assert list(find_technologies(text)) == technologies


@pytest.mark.parametrize(
    "text", ["a said plan", "the chipper crew", "a rain of steelhead", "fabulous prefabrication", "it aired"]
)
def test_a_word_within_a_word_is_none(text: str) -> None:
    assert find_technologies(text) == ()


@pytest.mark.parametrize("text", ["CHIP plants", "Semiconductors", "chips"])
def test_case_and_number_do_not_matter(text: str) -> None:
    assert find_technologies(text) == ("semiconductors",)


def test_a_document_is_about_what_its_headline_and_opening_name_most() -> None:
    document = Document(
        id="d", title="Vaccine plant for Graz", text="A vaccine maker comes.\n\n" + "It rained. " * 60 + "Robots."
    )
    assert main_technologies(read_document(document)) == ("biotech",)


def test_every_technology_is_a_concept_of_the_ontology() -> None:
    from kgraph.extract.lexicon import TECHNOLOGIES

    concepts = {str(label).lower() for label in Graph().parse(SCHEME).objects(None, SKOS.prefLabel)}
    assert {name for name, _ in TECHNOLOGIES} <= concepts


def test_words_inside_a_firms_name_tell_no_technology() -> None:
    assert find_technologies("The firm is owned by Halden Telecom, which makes batteries.") == ("batteries",)


def test_gallium_nitride_is_no_mineral() -> None:
    assert find_technologies("a line for gallium nitride devices") == ("power semiconductors",)
