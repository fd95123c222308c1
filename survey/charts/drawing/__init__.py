"""A figure as a static vector drawing, for pages before their script, for print and for PDF.

Pure: a Plotly figure as a plain dict goes in, the text of an SVG comes out. It draws the kinds of traces that our
charts are made of and refuses any other, so that nobody adds a chart that has no drawing.
"""

from survey.charts.drawing.sheet import NotDrawnError, svg

__all__ = ["NotDrawnError", "svg"]
