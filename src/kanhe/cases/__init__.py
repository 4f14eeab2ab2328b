"""What to send and why: pure planning, nothing here touches a socket."""
