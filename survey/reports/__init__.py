"""Documents made of rows: forms to print, typeset without a browser, tagged for screen readers."""
