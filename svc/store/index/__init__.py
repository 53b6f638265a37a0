"""The index in `.svc/`: a copy of what the files say, by which a list, a search or a report opens
none of them.
"""
