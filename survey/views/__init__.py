"""The pages: they read what was sent, call services, commit once, and render."""
