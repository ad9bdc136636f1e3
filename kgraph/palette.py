"""Nothing comes in; the colours of countries go out, for the page and for plots.

Okabe and Ito's (2008), which colour-blind people can tell apart too.
"""

COLOURS = {"US": "#0072B2", "KR": "#D55E00", "JP": "#009E73"}
MORE_COLOURS = ("#E69F00", "#56B4E9", "#CC79A7", "#F0E442")
"""For the commonest other countries; further ones share OTHER_COLOUR."""
OTHER_COLOUR = "#7A7F87"
