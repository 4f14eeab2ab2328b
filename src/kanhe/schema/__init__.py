"""Messages from any schema: a schema is compiled to a frozen plan, and the plan is run by a source of choices."""
