"""Who did, saw or disclosed what: rows that nobody can change."""
