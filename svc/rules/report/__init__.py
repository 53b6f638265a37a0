"""A region's month or months: what tickets add to it, its figures, and a module for each section
(docs/design/reports.md).
"""
