"""Shapes in: what people send, parsed and checked once, with messages that say what to do."""
