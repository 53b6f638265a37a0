"""svc runs an after-sales service desk from the shell; every request is one YAML file in a git
ledger.
"""

__version__ = "0.1.0"
