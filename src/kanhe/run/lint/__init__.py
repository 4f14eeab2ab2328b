"""`kanhe lint`: what compiling a contract cannot show is found by executing it."""
