"""Measurements: medians and ratios within one run, against bare floors; never a timed test."""
