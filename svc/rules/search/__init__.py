"""Finding by what is typed or said: customers, tickets, known faults, earlier repairs of the same
machine.
"""
