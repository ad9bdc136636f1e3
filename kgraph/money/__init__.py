"""Text goes in, the sums of money that it states come out.

figures   numbers with their scales and currencies
sums      figures -> sums with qualifiers, ranges and conversions
"""

from kgraph.money.sums import Sum, find_sums, guess_dollar

__all__ = ["Sum", "find_sums", "guess_dollar"]
