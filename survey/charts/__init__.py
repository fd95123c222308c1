"""Charts as specifications: figure, table, sentence and file of each are made from the same readings."""
