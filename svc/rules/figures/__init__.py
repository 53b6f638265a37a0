"""The figures of a region's month: one module for each section of the report (domain §11), sums over measures alone."""
