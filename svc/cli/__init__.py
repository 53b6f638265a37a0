"""What is typed: parses, calls one action, shows what it returns."""
