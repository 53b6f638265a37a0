"""Price lists, receipt books, and who of us bears what a ticket cost."""
