"""The version of kgraph, which the package, exports and the server state, and that of its extraction."""

__version__ = "0.1.0"
EXTRACTOR = "rules-4"
"""The extractor's name and version: a new one reads every document again."""
