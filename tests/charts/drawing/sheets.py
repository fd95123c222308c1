"""Drawings read back: an SVG as elements, and the small figures that tests draw."""

from xml.etree import ElementTree

from survey.charts import drawing

SVG = "{http://www.w3.org/2000/svg}"
BARE = {"showgrid": False, "zeroline": False, "showticklabels": False}
SQUARE = {"height": 100, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}}
"""A layout without margins; with ``widest`` 100 its area is 100 by 100 pixels."""


def figure(*traces, **layout):
    """Return a figure of 100 by 100 pixels over values from 0 to 10, without lines or texts of its axes."""
    axes = {"xaxis": BARE | {"range": [0, 10]}, "yaxis": BARE | {"range": [0, 10]}}
    return {"data": list(traces), "layout": SQUARE | axes | layout, "widest": 100}


def drawn(found, **options):
    """Return a figure's drawing as an element."""
    return ElementTree.fromstring(drawing.svg(found, **options))


def all_of(element, tag):
    """Return the attributes of all elements of a kind."""
    return [one.attrib for one in element.iter(f"{SVG}{tag}")]


def texts(element):
    """Return what stands in a drawing, text by text, lines joined by a slash."""
    return ["/".join(one.itertext()) if len(one) else one.text for one in element.iter(f"{SVG}text")]
