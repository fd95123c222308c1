"""What answers are worth: from points to scores, vectorised. No web, no database, no clock."""
