"""The version of kgraph, which the package, exports and the server state."""

__version__ = "0.1.0.dev0"
