"""Reading a questionnaire file as far as it can be read, with the line of every value."""
