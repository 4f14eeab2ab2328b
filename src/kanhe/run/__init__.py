"""Performing a plan against peers and gathering what the checks say."""
