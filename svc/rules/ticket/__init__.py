"""One ticket, its customer and its machine: where the log has brought them."""
