"""What is asked: questionnaire files, kinds of question, conditions, and progress. No web, no database."""
