"""What is written down: frozen records, events, and the text they are kept in."""
