"""Many plans in PostgreSQL with pgvector, shared by several processes on several machines."""
