"""What a person does: one function each; load, decide, write; returns values."""
