"""Parts: where each piece is, which moved when, and what follows from that."""
