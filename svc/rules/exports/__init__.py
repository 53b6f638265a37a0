"""Rows of what is exported, a module for each table of svc/model/exported.py; nothing is masked
here.
"""
