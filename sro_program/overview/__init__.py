"""Home pages, calendar and feeds: reads all wings, owns no models."""
