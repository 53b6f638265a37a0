"""The daily reconciliation (日对账): what a day came to, what was sealed of it, what came late."""
