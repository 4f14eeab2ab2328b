"""XML Schema: read to a frozen plan, run to valid messages, and to messages that break one named constraint; libxml2 judges both."""
