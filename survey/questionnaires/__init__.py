"""What is asked: questionnaire files, their kinds of question, conditions, and progress. No web, no database."""
