"""The only sockets: bounded clients, listeners, and the links that the engine drives."""
