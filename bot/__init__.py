"""Everything around the domain: storage, use cases, delivery, documents, schedule, web, sandbox and command line."""
