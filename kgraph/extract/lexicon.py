"""Words of the trade press, by what they say about a fact: no names, only classes with many members.

Lemmas unless said otherwise; a phrase of several words is matched as written in lower case.
"""

# Verbs whose subject commits its own money.
INVEST_VERBS = frozenset(
    """invest spend pour commit plow plough inject earmark allocate pump splurge budget devote sink channel reinvest
    outlay expend""".split()
)
# Verbs whose subject hands money to somebody else.
GIVE_VERBS = frozenset(
    """provide give grant award fund subsidize subsidise subsidy support contribute finance pay offer extend approve
    pledge promise lend loan allot disburse cover bear back underwrite guarantee supply put assist chip shoulder
    allocate earmark commit inject help insure carry match add clear authorize authorise""".split()
)
# Verbs whose subject takes in money from somebody else.
RECEIVE_VERBS = frozenset("receive get win secure obtain raise draw borrow land attract tap collect garner qualify".split())
BUILD_VERBS = frozenset(
    """build construct establish expand erect open set create develop add locate install launch break start equip
    double upgrade convert retool extend enlarge modernize modernise triple complete found site house""".split()
)
BUY_VERBS = frozenset("buy acquire purchase take snap absorb".split())
SAY_VERBS = frozenset(
    """say announce state confirm disclose reveal declare report add note tell unveil explain stress mention indicate
    write argue claim insist describe estimate expect predict believe think warn suggest comment recall""".split()
)
COST_VERBS = frozenset("cost total amount come exceed consume".split())

OTHER_COMMITTING = frozenset(
    "notify undertake procure refund schedule subscribe budget plan promise reserve put raise set remain".split()
)

INVEST_NOUNS = frozenset(
    """investment outlay capital spending expenditure commitment project expansion capex financing contribution
    injection equity stake cost budget pledge outlays effort programme program plan sum money share build-out
    facility plant factory fab complex line campus laboratory lab center centre gigafactory mill smelter refinery
    mine works foundry unit hub base site upgrade conversion construction development phase extension package
    venture warehouse terminal yard shipyard reactor farm park building""".split()
)
GRANT_NOUNS = frozenset(
    """subsidy grant funding incentive aid support assistance award handout rebate subvention endowment gift
    donation scholarship""".split()
)
LOAN_NOUNS = frozenset("loan lending credit guarantee debt borrowing mortgage debenture facility".split())
TAX_PHRASES = (
    "tax credit", "tax break", "tax abatement", "tax incentive", "tax exemption", "tax relief", "tax deduction",
    "tax rebate", "investment credit", "property-tax", "abatement", "tax reduction", "tax holiday", "tax benefit",
    "tax cut", "tax refund", "tax credits",
)  # fmt: skip
LOAN_PHRASES = (
    "loan", "loans", "loan guarantee", "credit line", "line of credit", "credit facility", "repayable contribution",
    "lend", "lends", "lent", "lending", "debt financing", "credit guarantee", "syndicated", "borrow", "borrowed",
    "credit insurance", "project finance", "guarantee", "bank debt", "repayable",
)  # fmt: skip
GRANT_PHRASES = (
    "grant", "grants", "subsidy", "subsidies", "subsidise", "subsidize", "direct funding", "state aid", "incentive",
    "incentives", "public funding", "government funding", "federal funding", "subsidized", "subsidised", "cash grant",
    "government support", "funding", "financial support", "aid", "reimbursement", "support", "award", "assistance",
)  # fmt: skip
OWN_PHRASES = ("of its own", "own money", "own funds", "own expense", "own capital", "own investment")
VENTURE_PHRASES = ("joint venture", "joint-venture", "joint company", "jointly establish", "jointly set up", "50-50 venture", "jointly owned")
BUY_PHRASES = ("acquisition", "takeover", "acquire", "acquired", "acquires", "acquiring", "buyout", "buy-out", "purchase of", "bought", "to buy", "took over", "take over", "sale of", "merger")  # fmt: skip
STAKE_PHRASES = ("stake", "stakes", "holding", "interest", "minority holding", "preference shares", "a share in", "shares", "equity", "interest in", "funding round", "series a", "series b", "series c", "series d", "round", "seed", "convertible", "capital increase", "venture capital", "new shares", "shareholding")  # fmt: skip

# What a sum of money can be that is no commitment (lemmas of nouns and verbs that govern it).
NOT_COMMITTED = frozenset(
    """revenue sales sale turnover profit earnings income loss margin price fine penalty export import shipment order
    contract market valuation worth capitalization capitalisation cap tariff surplus deficit trade wage salary pay
    dividend buyback backlog debt bond deposit cash asset liability damage settlement lawsuit royalty fee rent
    transaction turnover ebitda gdp output economy revenue backlog demand forecast goal target writedown write-down
    impairment charge severance saving premium compensation toll bill procurement purchase business gas
    bid-rigging consumption volume value marketing advertising subscription terminal shortfall severance ticket budget tax""".split()
)
NOT_COMMITTED_VERBS = frozenset(
    """earn lose gross sell export import fine value price estimate forecast cost-cut save owe report post book record need require reach
    generate charge trade worth fall rise grow drop slip climb jump fetch penalize sue order""".split()
)

CONSIDERED = (
    "may", "might", "could", "consider", "weigh", "mull", "explore", "reportedly", "in talks", "talks", "study",
    "propose", "proposal", "negotiate", "review", "possible", "potential", "examine", "contemplate", "discuss",
    "eye", "look at", "looking at", "evaluate", "under consideration", "ponder", "sound out", "seek", "apply",
    "has applied", "rumor", "rumour",
)  # fmt: skip
CANCELLED = (
    "cancel", "shelve", "scrap", "withdraw", "abandon", "drop", "halt", "terminate", "call off", "called off",
    "fall apart", "fell apart", "collapse", "lapse", "rescind", "revoke", "scuttle", "axe", "blank sheet", "give up",
    "gave up", "given up", "pull out", "pulled out", "back out", "backed out", "discontinue", "reject", "fell through",
    "no longer", "walked away", "broken off", "pull the plug", "wind up", "hand back", "handed it back", "dissolve",
)  # fmt: skip

ORGANIZATION_NOUNS = frozenset(
    """company firm chipmaker maker manufacturer automaker carmaker group supplier producer startup start-up giant
    developer operator conglomerate business corporation foundry unit subsidiary provider refiner miner
    steelmaker shipbuilder drugmaker utility contractor vendor affiliate partner bank fund investor university
    institute buyer specialist toolmaker battery-maker enterprise parent lender insurer association designer
    applicant recipient builder owner chaebol airline carrier""".split()
)
GOVERNMENT_NOUNS = frozenset(
    """ministry department government agency state prefecture province city county authority administration commission
    council region town bureau cabinet municipality""".split()
)

FACILITY_NOUNS = {
    "fab": "fab", "foundry": "fab", "plant": "plant", "factory": "plant", "facility": "plant", "gigafactory": "battery",
    "laboratory": "research", "lab": "research", "center": "research", "centre": "research", "campus": "plant",
    "line": "plant", "complex": "plant", "site": "plant", "works": "plant", "mill": "plant", "smelter": "materials",
    "refinery": "materials", "mine": "other", "hub": "research", "warehouse": "other", "reactor": "energy",
    "shipyard": "plant", "electrolyzer": "energy", "electrolyser": "energy", "terminal": "energy", "base": "plant",
    "farm": "energy", "cleanroom": "fab", "headquarters": "other", "park": "other", "workshop": "plant",
    "megafab": "fab", "institute": "research", "brewery": "plant", "depot": "other",
}  # fmt: skip

# Words beside a facility's noun that tell its kind, strongest first.
FACILITY_KINDS = (
    ("data_center", ("data center", "data centre", "data-center", "data-centre", "datacenter", "server farm", "computing center", "computing centre", "hyperscale")),
    ("research", ("research", "r&d", "laboratory", " lab", "development center", "development centre", "design center", "design centre", "pilot line", "innovation center", "innovation centre", "technology center", "technical center", "test center", "engineering center", "prototype line", "institute")),
    ("packaging", ("packaging", "assembly and test", "chip assembly", "osat", "back-end", "backend", "bumping", "test facility for chips", "substrate packaging")),
    ("battery", ("battery plant", "battery factory", "battery cell", "cell plant", "cell factory", "gigafactory", "batteries", "battery manufacturing", "battery gigafactory", "battery", "cells")),
    ("materials", ("cathode", "anode", "material", "electrolyte", "separator", "foil", "chemical", "photoresist", "wafer substrate", "silicon wafer", "polysilicon", "smelter", "refinery", "fiber", "fibre", "gas plant", "precursor", "lithium hydroxide", "glass substrate", "hydrogen fluoride", "substrate", "solvent", "resin", "gases", "graphite", "nickel", "wafers", "quartz", "target", "ingot", "crystal", "magnet", "neon")),
    ("equipment", ("equipment", "tool", "machine", "vacuum pump", "lithography system", "valves", "chambers", "handler", "tester", "etch", "deposition")),
    ("assembly", ("vehicle plant", "car plant", "vehicle assembly", "auto plant", "automobile", "car factory", "ev plant", "truck", "vehicle", "assembly plant", "bus plant", "motorcycle", "metaplant")),
    ("energy", ("power plant", "power station", "nuclear", "reactor", "hydrogen", "ammonia", "wind", "solar farm", "solar park", "offshore", "electrolysis", "electrolyser", "electrolyzer", "lng", "substation", "geothermal", "storage facility")),
    ("fab", ("fab", "wafer fab", "chip plant", "chip factory", "semiconductor plant", "semiconductor factory", "foundry", "semiconductor", "chip", "chips", "memory", "dram", "nand", "hbm", "logic", "wafer")),
)  # fmt: skip

TECHNOLOGIES = (
    ("advanced packaging", ("packaging", "chiplet", "chip-on-wafer", "hybrid bonding", "back-end process", "interposer", "glass substrate", "chip assembly", "osat")),
    ("lithography", ("lithography", "euv", "photomask", "mask blank", "stepper", "nanoimprint")),
    ("chip equipment", ("chip equipment", "semiconductor equipment", "chipmaking equipment", "chip-making equipment", "chip tools", "chipmaking tools", "wafer handling", "etcher", "etching equipment", "vacuum pump", "deposition equipment", "semiconductor manufacturing equipment", "semiconductor production equipment", "chip-testing", "chip tester", "wafer cleaning", "inspection equipment", "semiconductor tools", "dicing", "probe card")),
    ("chip materials", ("photoresist", "silicon wafer", "chip material", "semiconductor material", "materials for semiconductors", "polysilicon for semiconductors", "etching gas", "hydrogen fluoride", "neon", "krypton", "wet chemicals", "precursors for semiconductors", "semiconductor chemicals", "silicon carbide substrate", "sic wafer", "300-millimetre wafers", "300-millimeter wafers", "quartz", "slurry", "sputtering target", "process gas", "stripper", "developer solution", "chemicals for chips", "wafers for", "helium", "ultrapure", "raw materials for semiconductors", "isopropyl alcohol", "cmp")),
    ("power semiconductors", ("power semiconductor", "power chip", "silicon carbide", "sic ", "gallium nitride", "gan ", "igbt", "power device", "inverter chips")),
    ("memory", ("memory", "dram", "nand", "hbm", "flash memory", "high-bandwidth memory")),
    ("logic chips", ("logic chip", "logic semiconductor", "2-nanometer", "2-nanometre", "3-nanometer", "4-nanometer", "5-nanometer", "2nm", "3nm", "processor", "foundry", "leading-edge chip", "leading-edge logic", "microcontroller")),
    ("semiconductors", ("semiconductor", "chip", "chips", "chipmaker", "wafer", "fab", "microchip", "chipmaking", "integrated circuit", "microelectronics", "photonics")),
    ("battery materials", ("cathode", "anode", "electrolyte", "separator", "copper foil", "precursor", "battery material", "battery-grade", "lithium hydroxide", "active material", "aluminium foil", "battery chemical", "synthetic graphite", "foil for batteries", "lithium carbonate", "copper-foil", "battery recycling", "black mass", "battery metals")),
    ("batteries", ("battery", "batteries", "lithium-ion", "gigafactory", "energy storage", "solid-state", "battery cell", "cells for electric")),
    ("electric vehicles", ("electric vehicle", "ev", "evs", "electric car", "electric bus", "electric truck", "battery-electric", "electric cars", "electric-vehicle", "charging station", "electric scooter")),
    ("displays", ("display", "oled", "lcd panel", "microled", "micro-led")),
    ("data centers", ("data center", "data centre", "data-center", "datacenter", "server farm", "hyperscale", "data centers", "data centres")),
    ("artificial intelligence", ("artificial intelligence", "ai", "machine learning", "large language model", "supercomputer", "generative", "language models", "gpu", "gpus", "neural")),
    ("quantum", ("quantum", "qubit")),
    ("robotics", ("robot", "robots", "robotic", "robotics", "humanoid", "reduction gear", "exoskeleton", "servo")),
    ("telecom", ("5g", "6g", "telecom", "base station", "subsea cable", "open ran", "broadband", "optical fiber", "fibre-optic", "submarine cable", "radio access", "mobile network", "telecommunications", "post-5g")),
    ("solar", ("solar", "photovoltaic", "polysilicon", "perovskite")),
    ("wind", ("wind farm", "wind turbine", "offshore wind", "wind power", "turbine blade", "wind energy", "monopile")),
    ("hydrogen", ("hydrogen", "fuel cell", "electrolyser", "electrolyzer", "ammonia")),
    ("nuclear", ("nuclear", "small modular reactor", "smr", "smrs", "reactor", "uranium")),
    ("biotech", ("biotech", "biologic", "biologics", "vaccine", "antibody", "antibodies", "pharmaceutical", "drug", "cell therapy", "gene therapy", "biopharmaceutical", "biosimilar", "contract manufacturer of drugs", "diagnostic", "medicine", "mrna", "pharma", "biosimilars", "biomanufacturing")),
    ("aerospace", ("aerospace", "aircraft", "satellite", "rocket", "jet engine", "space", "drone", "launch vehicle", "helicopter", "aviation", "engine parts")),
    ("shipbuilding", ("shipyard", "shipbuilding", "shipbuilder", "vessel", "lng carrier", "naval ship", "shipbuilders")),
    ("critical minerals", ("critical mineral", "rare earth", "rare-earth", "lithium", "nickel", "cobalt", "graphite", "gallium", "germanium", "tungsten", "antimony", "critical minerals", "manganese", "copper mine", "niobium", "vanadium", "zinc smelter", "magnets")),
    ("steel", ("steel", "steelmaker", "electric arc furnace", "hot-rolled", "steel mill")),
    ("chemicals", ("chemical", "chemicals", "petrochemical", "hydrogen fluoride", "ethylene", "isopropyl alcohol", "solvent", "resin", "industrial gas")),
    ("advanced materials", ("carbon fiber", "carbon fibre", "aramid", "advanced material", "composite material", "engineering plastic", "nanomaterial", "aerogel", "titanium", "ceramic", "ceramics", "graphene", "superalloy")),
    ("software", ("software", "cloud service", "platform for", "app ", "cybersecurity", "saas", "cloud computing")),
)  # fmt: skip

PERSON_TITLES = frozenset(
    """president chairman chairwoman chairperson chair ceo cfo cto coo minister governor mayor secretary director chief
    premier chancellor ambassador professor mr. mrs. ms. dr. sir commissioner senator representative gov. sen. rep.
    vice-president vice-minister spokesman spokeswoman spokesperson envoy founder co-founder undersecretary lawmaker
    congressman general-manager official officer executive head king queen prince princess deputy vice gen. prof.
    analyst administrator economist manager treasurer""".split()
)
LEGAL_FORMS = frozenset(
    """inc inc. corp corp. corporation co co. co., ltd ltd. limited llc plc ag gmbh sa s.a. nv n.v. se ab asa oy oyj a/s
    k.k. kk kaisha kabushiki bhd sdn pte pty spa s.p.a. kg holdings holding group company companies lp llp bv b.v.
    incorporated""".split()
)
ORGANIZATION_ENDINGS = frozenset(
    """electronics industries industry semiconductor semiconductors technologies technology chemical chemicals motor
    motors energy materials solutions systems bank fund capital partners university institute laboratory laboratories
    association ventures pharma pharmaceutical pharmaceuticals bio biologics biotech steel heavy foundry power batteries
    battery cell cells mining minerals resources metals networks telecom communications robotics aerospace electric
    devices instruments labs lab machinery tools glass gas gases college academy foundation agency corporation
    consortium alliance federation chamber council society center centre works display displays micro microelectronics
    photonics optics silicon wafer crystal shipbuilding marine cement oil petroleum refining automotive auto mobility
    engineering construction trading securities insurance financial finance investment investments equity advisors
    development innovation research software data cloud digital ai quantum sciences science therapeutics medical health
    foods paper textile rubber plastics coatings hydro hydrogen solar wind nuclear fuel storage logistics airlines
    railway express post media studios games entertainment retail stores brands products manufacturing precision
    kogyo seiki denki denko kagaku seisakusho yakuhin zairyo bussan shoji jidosha seiko sangyo tech techwin corp
    polymers alloy alloys components semicon biosciences graphite lithium foil separator electrolyte""".split()
)
GOVERNMENT_HEADS = frozenset(
    """ministry department commission agency administration government prefecture province county city state council
    authority office bureau parliament congress senate cabinet treasury secretariat town municipality region district
    committee assembly""".split()
)
POLICY_ENDINGS = frozenset(
    """act law program programme fund initiative scheme credit bill policy project strategy plan package mechanism
    framework facility programs grant reserve""".split()
)

AGREEMENT_KINDS = (
    ("treaty", ("treaty",)),
    ("memorandum", ("memorandum", "memoranda", "mou", "mous")),
    ("license", ("license", "licence", "licensing")),
    ("supply", ("supply agreement", "supply contract", "supply deal", "offtake", "off-take", "to supply", "will supply", "purchase agreement", "long-term supply", "letter of intent to supply", "supply of", "supplies", "supply pact")),
    ("joint_development", ("jointly develop", "joint development", "co-develop", "joint research", "jointly research", "develop jointly", "developing jointly", "jointly design", "develop together")),
    ("partnership", ("partnership", "alliance", "cooperation", "collaborat", "accord", "pact", "agreement", "joint statement", "declaration", "agreed to", "tie-up", "team up", "teamed up", "partner")),
)  # fmt: skip
