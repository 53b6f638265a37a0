"""Parts over many tickets: what was asked for and met, what was fitted, how long it lasted."""
