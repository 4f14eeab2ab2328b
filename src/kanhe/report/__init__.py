"""Listeners: what people and machines read. Each hears the engine's events; none knows another."""
