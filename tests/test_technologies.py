"""Technologies are those that the words speak of, the narrowest only."""

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SKOS

from kgraph.extract import extract_facts
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


@pytest.mark.parametrize(
    ("text", "technologies"),
    [
        ("a photomask shop", ["chip materials", "lithography"]),
        ("an underfill line", ["advanced packaging", "chip materials"]),
        ("silicon carbide wafers", ["chip materials", "power semiconductors"]),
        ("lithium hydroxide", ["battery materials", "critical minerals"]),
        ("an AI chip", ["artificial intelligence", "logic chips"]),
        ("precursor for cathodes", ["battery materials"]),
        ("precursor for wafer makers", ["chip materials"]),
        ("sputtering targets", ["chip materials"]),
        ("ion-implanters", ["chip equipment"]),
        ("a subsea cable", ["telecom"]),
    ],
)
def test_a_product_may_be_of_two_trades_and_a_word_of_the_one_that_the_text_is_about(
    text: str, technologies: list[str]
) -> None:
    assert list(find_technologies(text)) == technologies


@pytest.mark.parametrize(
    "text", ["The county will chip in too.", "a nuclear test", "food packaging", "a ferry terminal", "a blue-chip firm"]
)
def test_phrases_of_other_meaning_tell_no_technology(text: str) -> None:
    assert find_technologies(text) == ()


def technologies_of(text: str, title: str = "") -> dict[int, list[str]]:
    facts = extract_facts(Document(id="d", title=title, text=text, published="2024-05-01"))
    return {int(i.amount.value): list(i.technologies) for i in facts.investments if i.amount}


def test_each_item_of_a_list_tells_its_own_technology() -> None:
    text = (
        "Two firms announced investments on Monday.\n\n"
        "- Norvik Foil will invest $60 million in a copper-foil plant in Ohio.\n\n"
        "- Halden Robotics will invest $30 million in a plant for welding robots in Georgia."
    )
    assert technologies_of(text, "Foreign investment in brief") == {
        60_000_000: ["battery materials"],
        30_000_000: ["robotics"],
    }


def test_what_a_firm_makes_is_told_where_it_is_introduced() -> None:
    text = (
        "Norvik, a maker of vaccines, will come to Ohio. Many shipyards stand there.\n\n"
        "The state is proud of its ports.\n\nNorvik will invest $60 million in the plant."
    )
    assert technologies_of(text) == {60_000_000: ["biotech"]}


def test_a_customers_trade_is_no_technology_of_the_supplier() -> None:
    text = "Norvik will invest $60 million in a steel mill in Ohio. It makes plates used in wind towers."
    assert technologies_of(text, "Norvik plans steel mill") == {60_000_000: ["steel"]}


def test_one_word_of_a_narrower_trade_does_not_narrow_a_document() -> None:
    text = (
        "Norvik Foundry will invest $60 million in its chip plant in Ohio. The chipmaker makes chips on 200-millimetre"
        " wafers. Its semiconductors go into cars.\n\nThe university studies gallium nitride."
    )
    assert technologies_of(text, "Chipmaker Norvik expands chip plant") == {60_000_000: ["semiconductors"]}
