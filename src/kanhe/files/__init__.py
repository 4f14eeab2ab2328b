"""Files of a contract: read in a stream, checked to the byte, and written. Pure but for the streams that are handed in."""
