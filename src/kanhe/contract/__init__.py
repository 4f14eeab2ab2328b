"""Reading contracts: text with positions in, frozen values out; and what one message promises by itself."""
