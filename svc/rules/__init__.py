"""What follows from the records: pure functions of records and `now`."""
